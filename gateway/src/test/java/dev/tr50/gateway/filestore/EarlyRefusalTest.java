package dev.tr50.gateway.filestore;

import static dev.tr50.gateway.filestore.FormText.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import dev.tr50.storage.ScopeQuota;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What need not be sent to its end to be refused. */
class EarlyRefusalTest {
    private static final int QUOTA = 1000;
    private static final FormText FORM = file("new.csv", "1,2");

    private static FilestoreDoor door;

    @BeforeAll
    static void open(@TempDir Path folder) {
        door = new FilestoreDoor(folder, FilestoreRules.DEFAULT, new ScopeQuota(2, QUOTA));
        door.store("taken.csv", "old");
    }

    @AfterAll
    static void close() {
        door.close();
    }

    /** Sends the beginning of a body, never the rest, and shows what comes back behind the invitation to send it. */
    private static List<String> answer(String method, String path, long length, FormText form, String beginning)
            throws Exception {
        try (ByteClient client = new ByteClient(door.port())) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: " + FilestoreDoor.THING
                    + "\r\nExpect: 100-continue\r\nContent-Type: " + form.contentType() + "\r\nContent-Length: "
                    + length + "\r\n\r\n");
            List<String> head = client.head();
            if (!head.equals(List.of("HTTP/1.1 100 Continue"))) {
                return head;
            }
            client.send(beginning);
            return client.head();
        }
    }

    @Test
    void a_name_that_is_taken_is_refused_when_it_is_known() throws Exception {
        FormText form = file("taken.csv", "new");

        assertThat(answer("POST", "/files", 500, form, form.open())).first().isEqualTo("HTTP/1.1 409 Conflict");
        assertThat(door.bytesOf("taken.csv")).asString().isEqualTo("old");
    }

    @Test
    void a_file_that_finds_no_room_is_refused_when_its_name_is_known() throws Exception {
        long tooLong = Form.MOST_BESIDE_FILE + QUOTA;

        assertThat(answer("POST", "/files", tooLong, FORM, FORM.open()))
                .first()
                .isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(answer("PUT", "/files/taken.csv", Form.MOST_BESIDE_FILE + QUOTA + 1, FORM, FORM.open()))
                .first()
                .isEqualTo("HTTP/1.1 507 Insufficient Storage");
    }

    @Test
    void fields_are_refused_as_soon_as_they_are_wrong() throws Exception {
        FormText form = FormText.form().field("metadata", "{\"time\":\"now\"}");

        assertThat(answer("POST", "/files", 5000, form, form.open() + FORM.open()))
                .first()
                .isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void a_body_that_is_too_long_or_for_nobody_or_no_form_is_not_asked_for() throws Exception {
        assertThat(answer("POST", "/files", (1L << 30) + Form.MOST_BESIDE_FILE + 1, FORM, ""))
                .first()
                .isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(answer("PUT", "/files/nobody.csv", 500, FORM, "")).first().isEqualTo("HTTP/1.1 404 Not Found");
    }

    @Test
    void nothing_is_left_of_a_file_whose_form_turns_out_to_be_wrong_behind_it() throws Exception {
        FormText form = file("new.csv", "1,2").field("metadata", "{\"name\":\"other.csv\"}");

        assertThat(door.post(form).statusCode()).isEqualTo(400);
        assertThat(door.isStored("new.csv")).isFalse();
        await().until(() -> door.blobsOnDisk() == 1);
    }
}
