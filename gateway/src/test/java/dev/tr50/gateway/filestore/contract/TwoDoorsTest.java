package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.time.Instant;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written by TR50 is there for HTTP at once, and the other way round, with every field. */
class TwoDoorsTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String DESCRIBED =
            "{\"class\":\"bim\",\"format\":\"ifc\",\"time\":5.5,\"metadata\":{\"floor\":3}}";

    private Device device;
    private Tr50Client session;

    @BeforeEach
    void connect() {
        device = FILES.device();
        session = FILES.gateway().client(device.thingKey(), device.secret());
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    @Test
    void a_file_that_arrives_by_http_is_in_the_next_list_of_tr50_with_all_its_fields() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        upload("a.csv", "1,2\n");

        JsonNode page = ask("file.list", "{}");

        assertThat(page.get("count").asInt()).isEqualTo(1);
        JsonNode row = page.at("/result/0");
        assertThat(row.get("id").asText()).matches("[0-9a-f]{24}");
        assertThat(row.get("fileName").asText()).isEqualTo("a.csv");
        assertThat(row.get("length").asLong()).isEqualTo(4);
        assertThat(row.get("public")).isEqualTo(Expected.parse("false"));
        assertThat(row.get("private")).isEqualTo(Expected.parse("true"));
        assertThat(row.get("tags")).isEqualTo(Expected.parse("[]"));
        assertThat(row.has("username")).isFalse();
        assertThat(Instant.parse(row.get("uploadDate").asText())).isBetween(before, Instant.now());
        JsonNode info = info("a.csv");
        assertThat(info.get("crc32").asLong()).isEqualTo(crc32("1,2\n"));
        assertThat(info.get("id")).isEqualTo(row.get("id"));
        assertThat(info.get("uploadDate")).isEqualTo(row.get("uploadDate"));
        assertThat(info.get("thingKey").asText()).isEqualTo(device.thingKey());
        assertThat("\"" + info.get("sha256").asText() + "\"")
                .isEqualTo(read("a.csv").header("ETag").orElseThrow());
        JsonNode handle = ask("file.get", "{\"fileName\":\"a.csv\"}");
        assertThat(handle.get("fileSize").asLong()).isEqualTo(4);
        assertThat(handle.get("crc32").asLong()).isEqualTo(crc32("1,2\n"));
        assertThat(FILES.send(get("/file/" + handle.get("fileId").asText()))
                        .expect(200)
                        .text())
                .isEqualTo("1,2\n");
        assertThat(FILES.send(get("/file/" + row.get("id").asText())).status())
                .as("it is not public")
                .isEqualTo(404);
    }

    @Test
    void a_file_that_arrives_by_tr50_is_in_the_next_list_of_http_with_all_its_fields() throws Exception {
        put("logs/Boot.PNG", "{}", "started");

        JsonNode page = list();

        assertThat(page.get("total").asInt()).isEqualTo(1);
        JsonNode file = page.at("/files/0");
        assertThat(file.fieldNames()).toIterable().containsExactly("name", "class", "format", "time");
        assertThat(file.get("name").asText()).isEqualTo("logs/Boot.PNG");
        assertThat(file.get("class").asText()).isEqualTo("image");
        assertThat(file.get("format").asText()).isEqualTo("png");
        Instant uploaded = Instant.parse(info("logs/Boot.PNG").get("uploadDate").asText());
        assertThat(file.get("time").asDouble()).isEqualTo(uploaded.toEpochMilli() / 1000.0);
        Reply bytes = read("logs%2FBoot.PNG");
        assertThat(bytes.text()).isEqualTo("started");
        assertThat(bytes.header("ETag"))
                .hasValue("\"" + info("logs/Boot.PNG").get("sha256").asText() + "\"");
    }

    @Test
    void an_update_by_http_keeps_what_tr50_said_of_the_file() throws Exception {
        put(
                "a.csv",
                "{\"public\":true,\"tags\":[\"log\",\"b\"],\"secTags\":[\"s\"],\"basicAuth\":{\"username\":\"u\",\"password\":\"p\"}}",
                "old");
        JsonNode before = info("a.csv");

        FILES.send(Call.put("/files/a.csv")
                        .as(device.key())
                        .form(Form.file("x", "newer").metadata(DESCRIBED)))
                .expect(200);

        JsonNode after = info("a.csv");
        for (String field : new String[] {"id", "fileName", "public", "tags", "userName", "private", "thingKey"}) {
            assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
        }
        assertThat(after.get("length").asLong()).isEqualTo(5);
        assertThat(after.get("crc32").asLong()).isEqualTo(crc32("newer"));
        assertThat(Instant.parse(after.get("uploadDate").asText()))
                .isAfterOrEqualTo(Instant.parse(before.get("uploadDate").asText()));
        String open = "/file/" + after.get("id").asText();
        FILES.send(get(open)).expect(401);
        assertThat(FILES.send(get(open).as("Basic dTpw")).expect(200).text()).isEqualTo("newer");
        assertThat(ask("file.list", "{\"tags\":[\"b\",\"log\"]}").get("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_new_description_by_http_moves_no_upload_date() throws Exception {
        put("a.csv", "{\"tags\":[\"log\"]}", "old");
        JsonNode before = info("a.csv");

        FILES.send(Call.put("/files/a.csv").as(device.key()).json(DESCRIBED)).expect(200);

        assertThat(info("a.csv")).isEqualTo(before);
        assertThat(list().at("/files/0/class").asText()).isEqualTo("bim");
    }

    @Test
    void a_replacement_by_tr50_keeps_what_http_said_of_the_file() throws Exception {
        FILES.send(post("/files")
                        .as(device.key())
                        .form(Form.file("a.csv", "old").metadata(DESCRIBED)))
                .expect(201);
        String record = FILES.send(get("/files").as(device.key())).text();
        String id = info("a.csv").get("id").asText();

        put("a.csv", "{\"tags\":[\"log\"]}", "newer");

        assertThat(FILES.send(get("/files").as(device.key())).text()).isEqualTo(record);
        assertThat(read("a.csv").text()).isEqualTo("newer");
        assertThat(info("a.csv").get("id").asText()).isEqualTo(id);
        assertThat(info("a.csv").get("tags")).isEqualTo(Expected.parse("[\"log\"]"));
    }

    /** By name as TR50 has it, the name in a path, and the class that it shows. */
    @ParameterizedTest
    @CsvSource({
        "logs/2026/boot.log, logs%2F2026%2Fboot.log",
        "/etc/passwd, %2Fetc%2Fpasswd",
        "../../up.csv, ..%2F..%2Fup.csv",
        "back\\slash.csv, back%5Cslash.csv",
        ".hidden, .hidden",
        "a+b c%2F.csv, a+b%20c%252F.csv",
        "grüße/日本.json, gr%C3%BC%C3%9Fe%2f%E6%97%A5%E6%9C%AC.json",
    })
    void a_name_that_only_tr50_may_give_is_read_replaced_and_deleted_by_http(String name, String path)
            throws Exception {
        put(name, "{}", "old");
        assertThat(list().at("/files/0/name").asText()).isEqualTo(name);
        assertThat(read(path).text()).isEqualTo("old");

        FILES.send(Call.put("/files/" + path).as(device.key()).form(Form.file("x", "new")))
                .expect(200);
        FILES.send(Call.put("/files/" + path).as(device.key()).json("{\"time\":3}"))
                .expect(200);

        assertThat(read(path).text()).isEqualTo("new");
        assertThat(info(name).get("length").asLong()).isEqualTo(3);
        FILES.send(delete("/files/" + path).as(device.key())).expect(204);
        assertThat(ask("file.list", "{}").get("count").asInt()).isZero();
    }

    @Test
    void what_one_door_deletes_is_gone_for_the_other() throws Exception {
        upload("a.csv", "1");
        put("b.csv", "{}", "2");

        ask("file.delete", "{\"fileName\":\"a.csv\"}");
        FILES.send(delete("/files/b.csv").as(device.key())).expect(204);

        FILES.send(get("/files/a.csv").as(device.key())).expect(404);
        assertThat(call("file.get", "{\"fileName\":\"b.csv\"}")
                        .at("/errorCodes/0")
                        .asInt())
                .isEqualTo(-90008);
        assertThat(list().get("total").asInt()).isZero();
        assertThat(ask("file.list", "{}").get("count").asInt()).isZero();
        upload("a.csv", "again");
        assertThat(read("a.csv").text()).isEqualTo("again");
    }

    @Test
    void a_handle_of_tr50_reads_the_version_it_was_given_for_and_ends_with_the_file() throws Exception {
        upload("a.csv", "old");
        String handle =
                ask("file.get", "{\"fileName\":\"a.csv\"}").get("fileId").asText();

        FILES.send(Call.put("/files/a.csv").as(device.key()).form(Form.file("a.csv", "new")))
                .expect(200);

        assertThat(FILES.send(get("/file/" + handle)).expect(200).text()).isEqualTo("old");
        assertThat(read("a.csv").text()).isEqualTo("new");
        FILES.send(delete("/files/a.csv").as(device.key())).expect(204);
        FILES.send(get("/file/" + handle)).expect(404);
    }

    @Test
    void an_upload_of_tr50_that_waits_takes_no_name_from_http() throws Exception {
        String handle =
                ask("file.put", "{\"fileName\":\"a.csv\"}").get("fileId").asText();
        upload("a.csv", "by http");

        FILES.send(post("/file/" + handle).body(null, "by tr50".getBytes(UTF_8)))
                .expect(200);

        assertThat(read("a.csv").text()).isEqualTo("by tr50");
        assertThat(list().get("total").asInt()).isEqualTo(1);
    }

    @Test
    void the_files_of_the_group_are_the_global_ones_of_tr50() throws Exception {
        String name = FILES.fresh("shared") + ".csv";
        FILES.send(post(FILES.groupFiles()).as(FILES.root()).form(Form.file(name, "by http")))
                .expect(201);
        assertThat(ask("file.info", "{\"global\":true,\"fileName\":\"" + name + "\"}")
                        .get("crc32")
                        .asLong())
                .isEqualTo(crc32("by http"));
        assertThat(call("file.info", "{\"fileName\":\"" + name + "\"}")
                        .get("success")
                        .asBoolean())
                .isFalse();

        put(name, "{\"global\":true}", "by tr50");

        assertThat(FILES.send(get(FILES.groupFiles() + "/" + name).as(FILES.root()))
                        .expect(200)
                        .text())
                .isEqualTo("by tr50");
        assertThat(FILES.send(get("/fs/groupfiles/" + name).as(device.key())).text())
                .isEqualTo("by tr50");
        ask("file.delete", "{\"global\":true,\"fileName\":\"" + name + "\"}");
        FILES.send(get("/fs/groupfiles/" + name).as(device.key())).expect(404);
    }

    private void upload(String name, String content) {
        FILES.store(device, name, content);
    }

    private Reply read(String path) {
        return FILES.send(get("/files/" + path).as(device.key())).expect(200);
    }

    private JsonNode list() throws Exception {
        return FILES.send(get("/files").as(device.key())).expect(200).json();
    }

    private JsonNode info(String name) throws Exception {
        return ask("file.info", "{\"fileName\":\"" + name.replace("\\", "\\\\") + "\"}");
    }

    /** @param more members of {@code file.put} */
    private void put(String name, String more, String content) throws Exception {
        String members = more.substring(1, more.length() - 1);
        String params =
                "{\"fileName\":\"" + name.replace("\\", "\\\\") + "\"" + (members.isEmpty() ? "" : ",") + members + "}";
        FILES.gateway().store(session, params, content);
    }

    private JsonNode ask(String command, String params) throws Exception {
        JsonNode reply = call(command, params);
        assertThat(reply.get("success").asBoolean()).as(reply.toString()).isTrue();
        return reply.path("params");
    }

    private JsonNode call(String command, String params) throws Exception {
        return RunningGateway.call(session, command, params);
    }

    private static long crc32(String content) {
        CRC32 crc32 = new CRC32();
        crc32.update(content.getBytes(UTF_8));
        return crc32.getValue();
    }
}
