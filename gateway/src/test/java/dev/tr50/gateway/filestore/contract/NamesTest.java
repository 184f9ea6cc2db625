package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names files may have, and how a path names them. */
class NamesTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String LONGEST = "x".repeat(251) + ".csv";
    private static final String LONGEST_OF_TWO_BYTES_EACH = "é".repeat(125) + ".csv" + "x";

    static Stream<Arguments> taken() {
        return Stream.of(
                Arguments.of("a+b c.csv", "a+b c.csv", "a+b%20c.csv"),
                Arguments.of("a+b c.csv", "a+b c.csv", "a%2Bb%20c%2ecsv"),
                Arguments.of("grüße-日本.csv", "grüße-日本.csv", "gr%C3%BC%C3%9Fe-%E6%97%A5%E6%9C%AC.csv"),
                Arguments.of("100%.csv", "100%.csv", "100%25.csv"),
                Arguments.of("a%20b.csv", "a%20b.csv", "a%2520b.csv"),
                Arguments.of("a..b.csv", "a..b.csv", "a..b.csv"),
                Arguments.of("a?b#c;d=e&f.csv", "a?b#c;d=e&f.csv", "a%3Fb%23c;d=e&f.csv"),
                Arguments.of("a:b*c|d<e>.csv", "a:b*c|d<e>.csv", "a:b*c%7Cd%3Ce%3E.csv"),
                Arguments.of("trailing.", "trailing.", "trailing."),
                Arguments.of("../../evil.csv", "evil.csv", "evil.csv"),
                Arguments.of("/etc/passwd", "passwd", "passwd"),
                Arguments.of(LONGEST, LONGEST, LONGEST),
                Arguments.of("folder/".repeat(50) + LONGEST, LONGEST, LONGEST),
                Arguments.of(LONGEST_OF_TWO_BYTES_EACH, LONGEST_OF_TWO_BYTES_EACH, "%C3%A9".repeat(125) + ".csvx"));
    }

    /** By the name in the form, the name in lists and the name in paths. */
    @ParameterizedTest
    @MethodSource
    void taken(String sent, String name, String path) throws Exception {
        Device device = FILES.device();

        Reply stored = FILES.send(post("/files").as(device.key()).form(Form.file(sent, "content")))
                .expect(201);

        assertThat(stored.json().get("name").asText()).isEqualTo(name);
        assertThat(FILES.names(device)).containsExactly(name);
        assertThat(FILES.read(device, path)).isEqualTo("content");
        assertThat(FILES.send(head("/files/" + path).as(device.key()))
                        .expect(200)
                        .header("Content-Length"))
                .hasValue("7");
        FILES.send(put("/files/" + path).as(device.key()).form(Form.file("y", "new")))
                .expect(200);
        assertThat(FILES.read(device, path)).isEqualTo("new");
        FILES.send(delete("/files/" + path).as(device.key())).expect(204);
        assertThat(FILES.names(device)).isEmpty();
    }

    static Stream<String> refused() {
        return Stream.of(
                "a\\b.csv",
                ".h.csv",
                ".",
                "..",
                "a/..",
                "folder/",
                "a\u0001b.csv",
                "a\u007fb.csv",
                "a\u0085b.csv",
                "x".repeat(252) + ".csv",
                "é".repeat(126) + ".csv");
    }

    @ParameterizedTest
    @MethodSource
    void refused(String sent) {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        anyError()
                .accept(FILES.send(post("/files").as(device.key()).form(Form.file(sent, "content")))
                        .expect(400));

        assertThat(FILES.names(device)).isEmpty();
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_name_that_is_no_utf8_is_refused() {
        Device device = FILES.device();
        byte[] start = "Content-Disposition: form-data; name=\"file\"; filename=\"a?.csv\"".getBytes(UTF_8);
        start[start.length - 6] = (byte) 0xE9;

        anyError()
                .accept(FILES.send(post("/files")
                                .as(device.key())
                                .form(Form.empty().part(start, new byte[3])))
                        .expect(400));
        assertThat(FILES.names(device)).isEmpty();
    }

    @Test
    void names_that_differ_in_a_capital_or_in_how_a_letter_is_composed_are_different() {
        Device device = FILES.device();
        FILES.store(device, "a.csv", "small");
        FILES.store(device, "A.csv", "capital");
        FILES.store(device, "\u00e9.csv", "composed");
        FILES.store(device, "e\u0301.csv", "decomposed");

        assertThat(FILES.names(device)).hasSize(4);
        assertThat(FILES.read(device, "A.csv")).isEqualTo("capital");
        assertThat(FILES.read(device, "%C3%A9.csv")).isEqualTo("composed");
        assertThat(FILES.read(device, "e%CC%81.csv")).isEqualTo("decomposed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2Fx.csv",
                "..%2f..%2Fx.csv",
                "%2e%2e%2Fx.csv",
                "..%5Cx.csv",
                "%2Fetc%2Fpasswd",
                "..%252Fx.csv",
                "x.csv%00",
                "x.csv%0A",
                "x%csv",
                "%zz",
                "%C3%28",
                "%E9.csv",
                "%"
            })
    void a_path_that_names_no_file_of_the_thing_finds_none(String path) {
        Device device = FILES.device();
        Device other = FILES.device();
        FILES.store(device, "x.csv", "mine");
        FILES.store(other, "x.csv", "of another");
        List<Path> before = FILES.blobs();

        for (Call call : List.of(
                get("/files/" + path),
                head("/files/" + path),
                delete("/files/" + path),
                put("/files/" + path).form(Form.file("x.csv", "changed")))) {
            Reply reply = FILES.send(call.as(device.key()));
            assertThat(reply.status()).as(call.method() + " " + reply).isIn(400, 404);
            if (!call.method().equals("HEAD")) {
                anyError().accept(reply);
            }
        }
        assertThat(FILES.read(device, "x.csv")).isEqualTo("mine");
        assertThat(FILES.read(other, "x.csv")).isEqualTo("of another");
        FILES.awaitNoBlobBesides(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/files/../files/x.csv", "/files/./x.csv", "/files//x.csv", "/files/folder/x.csv", "/files/"})
    void a_path_is_taken_as_it_is(String path) {
        Device device = FILES.device();
        FILES.store(device, "x.csv", "mine");

        Reply reply = FILES.send(get(path).as(device.key()));

        assertThat(reply.status()).as(reply::toString).isIn(400, 404);
        anyError().accept(reply);
    }

    @Test
    void a_slash_at_the_end_names_no_file_of_a_group_either() {
        error("")
                .accept(FILES.send(get(FILES.groupFiles() + "/").as(FILES.root()))
                        .expect(404));
    }
}
