package dev.tr50.gateway.filestore;

import static dev.tr50.gateway.filestore.FormText.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionTest {
    private static FilestoreDoor door;
    private String tag;

    @BeforeAll
    static void open(@TempDir Path folder) {
        door = new FilestoreDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @BeforeEach
    void store() {
        door.remove("a.csv");
        tag = '"' + door.store("a.csv", "old").sha256() + '"';
    }

    private HttpResponse<String> put(FormText form, String... headers) throws Exception {
        return door.send("PUT", "/files/a.csv", FilestoreDoor.THING, form.contentType(), form.text(), headers);
    }

    private HttpResponse<String> delete(String... headers) throws Exception {
        return door.send("DELETE", "/files/a.csv", FilestoreDoor.THING, null, "", headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "*", " * ", "\"other\", %s", "%s,\"other\""})
    void a_file_is_changed_while_it_is_what_the_client_thinks(String match) throws Exception {
        assertThat(put(file("b", "new"), "If-Match", match.formatted(tag)).statusCode())
                .isEqualTo(200);
        assertThat(door.bytesOf("a.csv")).asString().isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/%s", "", "x"})
    void a_file_that_is_another_one_meanwhile_stays(String match) throws Exception {
        HttpResponse<String> answer = put(file("b", "new"), "If-Match", match.formatted(tag));

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body()).isEqualTo("{\"error\":\"precondition failed\"}\n");
        assertThat(put(FormText.form().field("time", "7"), "If-Match", match.formatted(tag))
                        .statusCode())
                .isEqualTo(412);
        assertThat(delete("If-Match", match.formatted(tag)).statusCode()).isEqualTo(412);
        assertThat(door.bytesOf("a.csv")).asString().isEqualTo("old");
        assertThat(door.stored("a.csv").description().time()).isEqualTo(1);
    }

    @Test
    void a_file_that_the_client_wants_not_to_be_there_stays() throws Exception {
        assertThat(put(file("b", "new"), "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(put(file("b", "new"), "If-None-Match", tag).statusCode()).isEqualTo(412);
        assertThat(put(file("b", "new"), "If-None-Match", "W/" + tag).statusCode())
                .isEqualTo(412);
        assertThat(put(file("b", "new"), "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_file_is_deleted_while_it_is_what_the_client_thinks() throws Exception {
        assertThat(delete("If-Match", tag).statusCode()).isEqualTo(204);
        assertThat(delete("If-Match", tag).statusCode()).isEqualTo(404);
    }

    @Test
    void a_file_that_was_replaced_while_its_new_bytes_arrived_stays_as_it_is_then() throws Exception {
        FormText form = file("b", "mine");
        String body = form.text();
        try (ByteClient slow = new ByteClient(door.port())) {
            slow.send("PUT /files/a.csv HTTP/1.1\r\nHost: h\r\nAuthorization: " + FilestoreDoor.THING
                    + "\r\nIf-Match: " + tag + "\r\nExpect: 100-continue\r\nContent-Type: " + form.contentType()
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n");
            assertThat(slow.head()).containsExactly("HTTP/1.1 100 Continue");

            put(file("b", "of another"));
            slow.send(body);

            List<String> head = slow.head();
            assertThat(head).first().isEqualTo("HTTP/1.1 412 Precondition Failed");
        }
        assertThat(door.bytesOf("a.csv")).asString().isEqualTo("of another");
        await().until(() -> door.blobsOnDisk() == 1);
    }
}
