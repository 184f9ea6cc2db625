package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.http.ByteClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that do not come to their end, and what others do while one is on its way. */
class BrokenOffUploadsTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String CONTENT = "x".repeat(500_000);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_client_that_leaves_in_the_middle_of_an_upload_leaves_nothing(boolean resets) throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        leave(begun(post("/files").as(device.key()).form(Form.file("a.bin", CONTENT))), resets);

        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.names(device)).isEmpty();
        FILES.store(device, "a.bin", "whole");
        assertThat(FILES.read(device, "a.bin")).isEqualTo("whole");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_client_that_leaves_in_the_middle_of_an_update_leaves_the_file_as_it_was(boolean resets) throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.bin", "old");
        List<Path> before = FILES.blobs();

        leave(begun(put("/files/a.bin").as(device.key()).form(Form.file("a.bin", CONTENT))), resets);

        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.read(device, "a.bin")).isEqualTo("old");
    }

    @Test
    void a_user_who_leaves_leaves_nothing_in_the_group() throws Exception {
        List<Path> before = FILES.blobs();
        String name = FILES.fresh("left") + ".bin";

        leave(begun(post(FILES.groupFiles()).as(FILES.root()).form(Form.file(name, CONTENT))), true);

        FILES.awaitNoBlobBesides(before);
        FILES.send(Call.get(FILES.groupFiles() + "/" + name).as(FILES.root())).expect(404);
    }

    @Test
    void a_body_whose_framing_breaks_leaves_nothing() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();
        Form form = Form.file("a.bin", CONTENT);
        try (ByteClient client = new ByteClient(FILES.port())) {
            client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + device.key()
                    + "\r\nContent-Type: " + form.contentType() + "\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n");
            client.send(form.first(0x10000)).send("\r\n");
            FILES.awaitBlobBesides(before);
            client.send("no number\r\n");

            assertThat(client.rest()).doesNotContain("HTTP/1.1 2");
        }
        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.names(device)).isEmpty();
    }

    @Test
    void of_two_uploads_of_one_name_the_first_to_arrive_whole_is_kept() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();
        Call slow = post("/files").as(device.key()).form(Form.file("a.bin", CONTENT));
        try (ByteClient client = begun(slow)) {
            FILES.store(device, "a.bin", "quick");

            finish(client, slow);

            error("entity already exists").accept(Reply.read(client, "POST").expect(409));
        }
        assertThat(FILES.read(device, "a.bin")).isEqualTo("quick");
        assertThat(FILES.names(device)).containsExactly("a.bin");
        FILES.awaitBlobsBesides(before, 1);
    }

    @Test
    void a_file_that_is_deleted_while_its_new_bytes_arrive_stays_deleted() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();
        FILES.store(device, "a.bin", "old");
        Call update = put("/files/a.bin").as(device.key()).form(Form.file("a.bin", CONTENT));
        try (ByteClient client = begun(update)) {
            FILES.send(delete("/files/a.bin").as(device.key())).expect(204);

            finish(client, update);

            error("entity not found").accept(Reply.read(client, "PUT").expect(404));
        }
        assertThat(FILES.names(device)).isEmpty();
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_thing_that_is_deleted_while_it_uploads_leaves_nothing() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();
        Call upload = post("/files").as(device.key()).form(Form.file("a.bin", CONTENT));
        try (ByteClient client = begun(upload)) {
            FILES.send(delete("/things/" + device.id()).as(FILES.root())).expect(204);

            finish(client, upload);

            assertThat(Reply.read(client, "POST").status()).isBetween(400, 499);
        }
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_user_who_loses_the_role_while_uploading_stores_nothing() throws Exception {
        Person person = FILES.member(FILES.group(), "editor");
        List<Path> before = FILES.blobs();
        String name = FILES.fresh("late") + ".bin";
        Call upload = post(FILES.groupFiles()).as(person.bearer()).form(Form.file(name, CONTENT));
        try (ByteClient client = begun(upload)) {
            FILES.join(person, FILES.group(), "viewer");

            finish(client, upload);

            error("failed to perform authorization over the entity")
                    .accept(Reply.read(client, "POST").expect(403));
        }
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_key_that_is_replaced_while_it_uploads_changes_nothing() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.bin", "old");
        List<Path> before = FILES.blobs();
        Call update = put("/files/a.bin").as(device.key()).form(Form.file("a.bin", CONTENT));
        try (ByteClient client = begun(update)) {
            String key = Expected.parse(
                            FILES.send(post("/things/" + device.id() + "/key").as(FILES.root()))
                                    .text())
                    .get("key")
                    .asText();

            finish(client, update);

            error("failed to perform authentication over the entity")
                    .accept(Reply.read(client, "PUT").expect(401));
            assertThat(FILES.send(Call.get("/files/a.bin").as("Thing " + key)).text())
                    .isEqualTo("old");
        }
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_reader_of_the_old_bytes_reads_them_to_their_end() throws Exception {
        Device device = FILES.device();
        byte[] old = new byte[8 << 20];
        FILES.send(post("/files").as(device.key()).form(Form.file("a.bin", old)))
                .expect(201);
        try (ByteClient reader = new ByteClient(FILES.port())) {
            reader.send(Call.get("/files/a.bin").as(device.key()).bytes());
            reader.head();
            FILES.send(put("/files/a.bin").as(device.key()).form(Form.file("a.bin", "new")))
                    .expect(200);
            FILES.send(delete("/files/a.bin").as(device.key())).expect(204);

            assertThat(reader.bytes(old.length)).isEqualTo(old);
            assertThat(reader.rest()).isEmpty();
        }
    }

    /** An upload of which all but the last kilobyte is there. */
    private static ByteClient begun(Call call) throws Exception {
        List<Path> before = FILES.blobs();
        ByteClient client = new ByteClient(FILES.port());
        byte[] bytes = call.bytes();
        client.send(java.util.Arrays.copyOf(bytes, bytes.length - 1000));
        FILES.awaitBlobBesides(before);
        return client;
    }

    private static void finish(ByteClient client, Call call) throws Exception {
        byte[] bytes = call.bytes();
        client.send(java.util.Arrays.copyOfRange(bytes, bytes.length - 1000, bytes.length));
    }

    private static void leave(ByteClient client, boolean resets) throws Exception {
        if (resets) {
            client.reset();
        } else {
            client.close();
        }
    }
}
