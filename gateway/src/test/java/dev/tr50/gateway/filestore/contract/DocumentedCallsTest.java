package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.bytes;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Expected.json;
import static dev.tr50.gateway.filestore.contract.Expected.line;
import static dev.tr50.gateway.filestore.contract.Expected.nothing;
import static dev.tr50.gateway.filestore.contract.Expected.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that the documentation of the Filestore shows, and what follows from each. */
class DocumentedCallsTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String SENSOR_DATA = line("sensor-data.csv", "document", "csv", "1710000000.0");
    private static final String CALIBRATION = line("calibration.json", "document", "json", "1709900000.0");
    private static final Form SENSOR_FORM = Form.file("sensor-data.csv", "t,v\n1,2\n")
            .metadata("{\"class\":\"document\",\"format\":\"csv\",\"time\":1710000000.0}");

    @Test
    void a_device_uploads_a_file() {
        check(
                post("/files").as(FILES.device().key()).form(SENSOR_FORM),
                201,
                record("sensor-data.csv", "document", "csv", "1710000000.0"));
    }

    @Test
    void a_device_lists_its_files_newest_first() {
        Device device = FILES.device();
        check(get("/files").as(device.key()), 200, json("{\"total\":0,\"files\":[]}"));
        send(post("/files").as(device.key()).form(SENSOR_FORM), 201);
        send(
                post("/files")
                        .as(device.key())
                        .form(Form.file("calibration.json", "{}")
                                .metadata("{\"class\":\"document\",\"format\":\"json\",\"time\":1709900000.0}")),
                201);

        check(
                get("/files").as(device.key()),
                200,
                json("{\"total\":2,\"files\":[" + SENSOR_DATA + "," + CALIBRATION + "]}")
                        .andThen(reply -> assertThat(reply.text()).contains(SENSOR_DATA, CALIBRATION)));
    }

    @Test
    void a_device_downloads_its_file() {
        Device device = FILES.device();
        send(post("/files").as(device.key()).form(SENSOR_FORM), 201);

        check(get("/files/sensor-data.csv").as(device.key()), 200, bytes("t,v\n1,2\n"));
    }

    @Test
    void an_update_replaces_the_bytes_and_nothing_else() {
        Device device = FILES.device();
        send(post("/files").as(device.key()).form(SENSOR_FORM), 201);

        check(
                put("/files/sensor-data.csv").as(device.key()).form(Form.file("sensor-data-v2.csv", "t,v\n3,4\n")),
                200,
                record("sensor-data.csv", "document", "csv", "1710000000.0"));

        check(get("/files/sensor-data.csv").as(device.key()), 200, bytes("t,v\n3,4\n"));
        check(get("/files").as(device.key()), 200, json("{\"total\":1,\"files\":[" + SENSOR_DATA + "]}"));
        check(get("/files/sensor-data-v2.csv").as(device.key()), 404, error("entity not found"));
    }

    @Test
    void a_deleted_file_is_gone_and_cannot_be_deleted_again() {
        Device device = FILES.device();
        FILES.store(device, "sensor-data.csv", "t,v");
        Call deletion = delete("/files/sensor-data.csv").as(device.key());

        check(deletion, 204, nothing());
        check(get("/files/sensor-data.csv").as(device.key()), 404, error("entity not found"));
        check(deletion, 404, error("entity not found"));
    }

    @Test
    void an_editor_keeps_a_file_of_the_group_and_its_things_read_it() {
        Device device = FILES.device();
        String bearer = FILES.person("editor").bearer();
        String name = FILES.fresh("config") + ".json";
        String place = FILES.groupFiles() + "/" + name;

        check(
                post(FILES.groupFiles())
                        .as(bearer)
                        .form(Form.file(name, "{\"v\":1}")
                                .metadata("{\"class\":\"document\",\"format\":\"json\",\"time\":1710000000.0}")),
                201,
                record(name, "document", "json", "1710000000.0"));
        check(
                get(FILES.groupFiles() + "?name=" + name).as(bearer),
                200,
                reply -> assertThat(reply.text()).contains(line(name, "document", "json", "1710000000.0")));
        check(get(place).as(bearer), 200, bytes("{\"v\":1}"));
        check(get("/fs/groupfiles/" + name).as(device.key()), 200, bytes("{\"v\":1}"));

        check(
                put(place).as(bearer).form(Form.file("config-v2.json", "{\"v\":2}")),
                200,
                record(name, "document", "json", "1710000000.0"));
        check(get(place).as(bearer), 200, bytes("{\"v\":2}"));
        check(get("/fs/groupfiles/" + name).as(device.key()), 200, bytes("{\"v\":2}"));

        check(delete(place).as(bearer), 204, nothing());
        check(get(place).as(bearer), 404, error("entity not found"));
        check(get("/fs/groupfiles/" + name).as(device.key()), 404, error("entity not found"));
    }

    @Test
    void the_group_list_of_no_query_has_the_two_members_of_the_documentation() {
        String group = FILES.newGroup();
        check(get("/fs/groups/" + group + "/files").as(FILES.root()), 200, json("{\"total\":0,\"files\":[]}"));
    }

    @Test
    void a_viewer_changes_and_sees_nothing() {
        String viewer = FILES.person("viewer").bearer();
        String editor = FILES.person("editor").bearer();
        String name = FILES.fresh("seen") + ".txt";
        String place = FILES.groupFiles() + "/" + name;
        send(post(FILES.groupFiles()).as(editor).form(Form.file(name, "before")), 201);
        Consumer<Reply> refused = error("failed to perform authorization over the entity");

        check(post(FILES.groupFiles()).as(viewer).form(Form.file("other-" + name, "x")), 403, refused);
        check(put(place).as(viewer).form(Form.file(name, "after")), 403, refused);
        check(delete(place).as(viewer), 403, refused);
        check(get(place).as(viewer), 403, refused);
        check(get(FILES.groupFiles()).as(viewer), 403, refused);

        check(get(place).as(editor), 200, bytes("before"));
        assertThat(FILES.names(FILES.groupFiles(), editor)).contains(name).doesNotContain("other-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void a_key_opens_no_group_route_and_a_token_no_route_of_things(String method) {
        Call call = Call.of(method, FILES.groupFiles()).form(Form.file("a.txt", "a"));
        check(call.as(FILES.device().key()), 401, error("missing or invalid bearer user token"));

        String bearer = FILES.person("editor").bearer();
        check(call.to("/files").as(bearer), 401, error("missing or invalid bearer entity key"));
        check(get("/fs/groupfiles/x").as(bearer), 401, error("missing or invalid bearer entity key"));
    }

    @Test
    void a_second_thing_of_the_group_finds_nothing_of_the_first() {
        Device first = FILES.device();
        Device second = FILES.device();
        FILES.store(first, "mine.txt", "mine");

        assertThat(FILES.names(second)).isEmpty();
        check(get("/files/mine.txt").as(second.key()), 404, error("entity not found"));
        check(
                put("/files/mine.txt").as(second.key()).form(Form.file("mine.txt", "yours")),
                404,
                error("entity not found"));
        check(delete("/files/mine.txt").as(second.key()), 404, error("entity not found"));
        assertThat(FILES.read(first, "mine.txt")).isEqualTo("mine");
        assertThat(FILES.names(first)).containsExactly("mine.txt");
    }

    @Test
    void two_things_and_their_group_each_have_a_file_of_the_same_name() {
        Device first = FILES.device();
        Device second = FILES.device();
        String editor = FILES.person("editor").bearer();
        String name = FILES.fresh("shared") + ".txt";
        FILES.store(first, name, "of the first");
        FILES.store(second, name, "of the second");
        send(post(FILES.groupFiles()).as(editor).form(Form.file(name, "of the group")), 201);

        assertThat(FILES.read(first, name)).isEqualTo("of the first");
        send(delete("/files/" + name).as(first.key()), 204);

        assertThat(FILES.read(second, name)).isEqualTo("of the second");
        check(get(FILES.groupFiles() + "/" + name).as(editor), 200, bytes("of the group"));
        check(get("/fs/groupfiles/" + name).as(first.key()), 200, bytes("of the group"));
        assertThat(FILES.names(first)).isEqualTo(List.of());
    }

    @Test
    void the_routes_of_things_are_there_below_fs_as_well() {
        Device device = FILES.device();

        check(
                post("/fs/files").as(device.key()).form(SENSOR_FORM),
                201,
                record("sensor-data.csv", "document", "csv", "1710000000.0"));
        check(get("/fs/files").as(device.key()), 200, json("{\"total\":1,\"files\":[" + SENSOR_DATA + "]}"));
        check(get("/fs/files/sensor-data.csv").as(device.key()), 200, bytes("t,v\n1,2\n"));
        check(
                put("/fs/files/sensor-data.csv").as(device.key()).form(Form.file("x", "new")),
                200,
                record("sensor-data.csv", "document", "csv", "1710000000.0"));
        assertThat(FILES.read(device, "sensor-data.csv")).isEqualTo("new");
        check(delete("/fs/files/sensor-data.csv").as(device.key()), 204, nothing());
        assertThat(FILES.names(device)).isEmpty();
    }

    private static void send(Call call, int status) {
        FILES.send(call).expect(status);
    }

    private static void check(Call call, int status, Consumer<Reply> body) {
        body.accept(FILES.send(call).expect(status));
    }
}
