package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a download says beside the bytes, on each of the routes there are for it. */
class DownloadAnswersTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String CONTENT = "0123456789";

    /** A file of a thing and one of its group, and every way to them. */
    static Stream<Call> routes() {
        Device device = FILES.device();
        String name = FILES.fresh("digits") + ".csv";
        FILES.store(device, name, CONTENT);
        FILES.send(post(FILES.groupFiles()).as(FILES.root()).form(Form.file(name, CONTENT)))
                .expect(201);
        return Stream.of(
                get("/files/" + name).as(device.key()),
                get("/fs/files/" + name).as(device.key()),
                get("/fs/groupfiles/" + name).as(device.key()),
                get(FILES.groupFiles() + "/" + name).as(FILES.root()));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_download_tells_its_length_its_checksum_and_its_name(Call call) throws Exception {
        Reply reply = FILES.send(call).expect(200);

        assertThat(reply.text()).isEqualTo(CONTENT);
        assertThat(reply.header("Content-Type")).hasValue("application/octet-stream");
        assertThat(reply.header("Content-Length")).hasValue("10");
        assertThat(reply.header("Transfer-Encoding")).isEmpty();
        assertThat(reply.header("ETag")).hasValue("\"" + sha256(CONTENT) + "\"");
        assertThat(reply.header("Accept-Ranges")).hasValue("bytes");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("Content-Disposition").orElseThrow())
                .startsWith("attachment; filename=\"" + call.target().replaceFirst(".*/", "") + "\"");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void head_tells_the_same_without_the_bytes(Call call) {
        Reply bytes = FILES.send(call).expect(200);

        Reply head = FILES.send(new Call("HEAD", call.target(), call.headers(), null))
                .expect(200);

        assertThat(head.body()).isEmpty();
        for (String header : new String[] {
            "Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Content-Disposition", "X-Content-Type-Options"
        }) {
            assertThat(head.header(header)).as(header).isEqualTo(bytes.header(header));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void the_etag_saves_a_client_the_bytes_it_has(Call call) {
        String etag = FILES.send(call).expect(200).header("ETag").orElseThrow();

        Reply unchanged = FILES.send(call.header("If-None-Match: " + etag)).expect(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.header("ETag")).hasValue(etag);
        FILES.send(call.header("If-None-Match: \"other\"")).expect(200);
        FILES.send(call.header("Range: bytes=5-").header("If-Range: " + etag)).expect(206);
        assertThat(FILES.send(call.header("Range: bytes=5-").header("If-Range: \"other\""))
                        .expect(200)
                        .text())
                .isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,206,0123,bytes 0-3/10",
        "bytes=7-,206,789,bytes 7-9/10",
        "bytes=-2,206,89,bytes 8-9/10",
        "bytes=5-100,206,56789,bytes 5-9/10",
        "bytes=0-,206,0123456789,bytes 0-9/10",
    })
    void a_range_is_answered_with_that_part(String range, int status, String content, String told) {
        routes().forEach(call -> {
            Reply reply = FILES.send(call.header("Range: " + range)).expect(status);
            assertThat(reply.text()).isEqualTo(content);
            assertThat(reply.header("Content-Range")).hasValue(told);
            assertThat(reply.header("Content-Length")).hasValue(Integer.toString(content.length()));
        });
    }

    @Test
    void a_range_beyond_the_end_is_refused_in_json() {
        routes().forEach(call -> {
            Reply reply = FILES.send(call.header("Range: bytes=10-")).expect(416);
            anyError().accept(reply);
            assertThat(reply.header("Content-Range")).hasValue("bytes */10");
        });
    }

    @Test
    void a_name_that_is_not_ascii_is_told_in_both_spellings() {
        Device device = FILES.device();
        FILES.store(device, "grüße 1.bin", CONTENT);

        assertThat(FILES.send(get("/files/gr%C3%BC%C3%9Fe%201.bin").as(device.key()))
                        .expect(200)
                        .header("Content-Disposition"))
                .hasValue("attachment; filename=\"gr__e 1.bin\"; filename*=UTF-8''gr%C3%BC%C3%9Fe%201.bin");
    }

    @Test
    void the_etag_follows_the_bytes() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.txt", CONTENT);
        FILES.send(put("/files/a.txt").as(device.key()).form(Form.file("a.txt", "other")))
                .expect(200);

        Reply reply = FILES.send(
                        get("/files/a.txt").as(device.key()).header("If-None-Match: \"" + sha256(CONTENT) + "\""))
                .expect(200);

        assertThat(reply.text()).isEqualTo("other");
        assertThat(reply.header("ETag")).hasValue("\"" + sha256("other") + "\"");
    }

    private static String sha256(String content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    }
}
