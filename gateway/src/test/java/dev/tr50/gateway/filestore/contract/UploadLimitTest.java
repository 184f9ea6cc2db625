package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.filestore.FilestoreRules;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.storage.Role;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway that takes files of up to 100,000 bytes. */
class UploadLimitTest {
    private static final int MOST = 100_000;

    @RegisterExtension
    static final Filestore FILES =
            new Filestore(settings -> settings.withFilestore(new FilestoreRules(MOST, Role.EDITOR)));

    @Test
    void a_file_of_the_largest_length_is_taken_and_one_byte_more_is_not() {
        Device device = FILES.device();
        String largest = "x".repeat(MOST);
        FILES.store(device, "largest.bin", largest);
        List<Path> before = FILES.blobs();

        refused(FILES.send(post("/files").as(device.key()).form(Form.file("a.bin", largest + "x"))));
        refused(FILES.send(put("/files/largest.bin").as(device.key()).form(Form.file("a.bin", largest + "x"))));
        refused(FILES.send(post(FILES.groupFiles()).as(FILES.root()).form(Form.file("a.bin", largest + "x"))));

        assertThat(FILES.names(device)).containsExactly("largest.bin");
        assertThat(FILES.read(device, "largest.bin")).isEqualTo(largest);
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_length_that_is_not_told_is_measured_as_the_bytes_come() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        refused(chunked(device, Form.file("a.bin", "x".repeat(MOST + 1))));
        refused(chunked(device, Form.file("a.bin", "x".repeat(20 * MOST))));

        FILES.awaitNoBlobBesides(before);
        chunked(device, Form.file("a.bin", "x".repeat(MOST))).expect(201);
        assertThat(FILES.names(device)).containsExactly("a.bin");
    }

    @Test
    void a_length_that_is_told_to_be_too_large_is_refused_before_the_bytes_come() throws Exception {
        Device device = FILES.device();
        try (ByteClient client = new ByteClient(FILES.port())) {
            client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + device.key()
                    + "\r\nContent-Type: " + Form.empty().contentType() + "\r\nContent-Length: 1073741824\r\n"
                    + "Expect: 100-continue\r\n\r\n");

            refused(Reply.read(client, "POST"));
        }
    }

    @Test
    void parts_that_nobody_wants_count_as_well() {
        Device device = FILES.device();
        Form form = Form.empty().field("colour", "x".repeat(30 * MOST)).andFile("a.bin", "1");

        Reply reply = FILES.send(post("/files").as(device.key()).form(form));

        assertThat(reply.status()).as(reply::toString).isIn(400, 413);
        assertThat(FILES.names(device)).isEmpty();
    }

    private static Reply chunked(Device device, Form form) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] bytes = form.bytes();
        for (int from = 0; from < bytes.length; from += 10_000) {
            int length = Math.min(10_000, bytes.length - from);
            body.writeBytes((Integer.toHexString(length).toUpperCase(Locale.ROOT) + "\r\n").getBytes(US_ASCII));
            body.write(bytes, from, length);
            body.writeBytes("\r\n".getBytes(US_ASCII));
        }
        body.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
        return FILES.send(post("/files")
                .as(device.key())
                .header("Transfer-Encoding: chunked")
                .body(form.contentType(), body.toByteArray()));
    }

    private static void refused(Reply reply) {
        anyError().accept(reply.expect(413));
    }
}
