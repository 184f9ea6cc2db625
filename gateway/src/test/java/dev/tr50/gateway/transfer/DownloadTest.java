package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] TEN = "0123456789".getBytes(UTF_8);

    private static FileDoor door;

    @BeforeAll
    static void open(@TempDir Path folder) {
        door = new FileDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void libtr50_gets_the_whole_file_as_one_chunk_under_a_header_spelt_as_it_expects() throws Exception {
        byte[] bytes = random(5 * 1024 * 1024 + 1);
        door.store("a.bin", bytes);
        try (ByteClient client = libtr50(door.get("a.bin"))) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Transfer-Encoding: chunked")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length"))
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-encoding"));
            assertThat(Long.parseLong(client.line(), 16)).isEqualTo(bytes.length);
            assertThat(client.bytes(bytes.length)).isEqualTo(bytes);
            assertThat(client.rest()).isEqualTo("\r\n0\r\n\r\n");
        }
    }

    @Test
    void an_empty_file_is_the_terminating_chunk_alone() throws Exception {
        door.store("empty", new byte[0]);
        try (ByteClient client = libtr50(door.get("empty"))) {
            assertThat(client.head()).contains("Transfer-Encoding: chunked");
            assertThat(client.rest()).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void a_client_of_http_1_0_gets_a_length_instead_of_a_chunk() throws Exception {
        door.store("a.bin", TEN);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + door.get("a.bin") + " HTTP/1.0\r\n\r\n");

            assertThat(client.head())
                    .contains("Content-Length: 10")
                    .noneMatch(line -> line.startsWith("Transfer-Encoding"));
            assertThat(client.rest()).isEqualTo("0123456789");
        }
    }

    @Test
    void several_downloads_use_one_connection() throws Exception {
        door.store("a.bin", TEN);
        String id = door.get("a.bin");
        try (ByteClient client = new ByteClient(door.port())) {
            for (int turn = 0; turn < 3; turn++) {
                client.send("GET /file/" + id + " HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
                assertThat(client.chunkLengths()).isEqualTo(List.of(10L, 0L));
            }
        }
    }

    @Test
    void the_answer_names_the_file_and_is_never_shown_as_a_page() throws Exception {
        door.store("na\"me ü%.html", TEN);

        HttpResponse<byte[]> reply = door.send(door.request(door.get("na\"me ü%.html")));

        assertThat(reply.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"na_me __.html\"; filename*=UTF-8''na%22me%20%C3%BC%25.html");
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(reply.headers().firstValue("ETag"))
                .hasValue('"' + door.stored("na\"me ü%.html").sha256() + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 0123456789, 0-9",
        "bytes=4-, 456789, 4-9",
        "bytes=9-, 9, 9-9",
        "bytes=2-5, 2345, 2-5",
        "bytes=2-99999999999999999999, 23456789, 2-9",
        "bytes=-3, 789, 7-9",
        "bytes=-99, 0123456789, 0-9",
        "Bytes=0-0, 0, 0-0"
    })
    void a_single_range_is_answered_with_that_part_at_the_first_use_of_the_id(String range, String part, String told)
            throws Exception {
        door.store("a.bin", TEN);

        HttpResponse<byte[]> reply = door.send(door.request(door.get("a.bin")).header("Range", range));

        assertThat(reply.statusCode()).isEqualTo(206);
        assertThat(reply.body()).asString().isEqualTo(part);
        assertThat(reply.headers().firstValue("Content-Range")).hasValue("bytes " + told + "/10");
        assertThat(reply.headers().firstValue("Content-Length")).hasValue(Integer.toString(part.length()));
        assertThat(reply.headers().firstValue("Transfer-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=11-12", "bytes=-0", "bytes=99999999999999999999-"})
    void a_range_beyond_the_end_is_final(String range) throws Exception {
        door.store("a.bin", TEN);

        HttpResponse<byte[]> reply = door.send(door.request(door.get("a.bin")).header("Range", range));

        assertThat(reply.statusCode()).isEqualTo(416);
        assertThat(reply.headers().firstValue("Content-Range")).hasValue("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "bytes=0-1,4-5", "bytes=-", "bytes=a-b", "lines=1-2", "bytes", "bytes=+1-2"})
    void what_is_no_single_range_is_answered_with_the_whole_file(String range) throws Exception {
        door.store("a.bin", TEN);

        HttpResponse<byte[]> reply = door.send(door.request(door.get("a.bin")).header("Range", range));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(TEN);
    }

    @Test
    void a_range_of_other_bytes_than_the_client_knows_is_not_sent() throws Exception {
        door.store("a.bin", TEN);
        String id = door.get("a.bin");
        String tag = '"' + door.stored("a.bin").sha256() + '"';

        assertThat(door.send(door.request(id).headers("Range", "bytes=4-", "If-Range", tag))
                        .statusCode())
                .isEqualTo(206);
        assertThat(door.send(door.request(id).headers("Range", "bytes=4-", "If-Range", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_tells_the_length_and_does_not_prolong_the_handle() throws Exception {
        door.store("a.bin", TEN);
        String id = door.get("a.bin");
        door.letPass(Duration.ofSeconds(200));

        HttpResponse<byte[]> head = door.send(door.request(id).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
        assertThat(head.headers().firstValue("Content-Disposition")).isPresent();
        door.letPass(Duration.ofSeconds(101));
        assertThat(door.send(door.request(id)).statusCode()).isEqualTo(404);
    }

    @Test
    void a_handle_is_good_until_300_seconds_after_the_last_byte_moved() throws Exception {
        door.store("a.bin", TEN);
        String id = door.get("a.bin");

        assertThat(door.send(door.request(id)).statusCode()).isEqualTo(200);
        door.letPass(Duration.ofSeconds(290));
        assertThat(door.send(door.request(id)).body()).isEqualTo(TEN);
        door.letPass(Duration.ofSeconds(290));
        assertThat(door.send(door.request(id)).statusCode()).isEqualTo(200);
        door.letPass(Duration.ofSeconds(310));
        assertThat(door.send(door.request(id)).statusCode()).isEqualTo(404);
    }

    @Test
    void device_cloud_lib_accepts_any_encoding_and_gets_the_stored_bytes() throws Exception {
        door.store("a.bin", TEN);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + door.get("a.bin") + " HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n"
                    + "Accept-Encoding: deflate, gzip, br, zstd, *\r\n\r\n");

            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-encoding"));
            assertThat(client.text(20)).isEqualTo("a\r\n0123456789\r\n0\r\n\r\n");
        }
    }

    @Test
    void device_cloud_python_resumes_what_broke_off_with_the_same_id() throws Exception {
        byte[] bytes = random(16 * 1024 * 1024);
        door.store("large.bin", bytes);
        String id = door.get("large.bin");
        ByteClient broken = new ByteClient(door.port());
        broken.send("GET /file/" + id + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(broken.head()).startsWith("HTTP/1.1 200 OK");
        assertThat(broken.line()).isEqualTo("1000000");
        byte[] first = broken.bytes(1000);
        broken.reset();

        try (ByteClient again = new ByteClient(door.port())) {
            again.send("GET /file/" + id + " HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip, deflate\r\n"
                    + "Accept: */*\r\nConnection: keep-alive\r\nRange: bytes=1000-\r\n\r\n");

            assertThat(again.head())
                    .startsWith("HTTP/1.1 206 Partial Content")
                    .contains("Content-Length: 16776216", "Content-Range: bytes 1000-16777215/16777216");
            assertThat(first).isEqualTo(Arrays.copyOf(bytes, 1000));
            assertThat(again.bytes(16_776_216)).isEqualTo(Arrays.copyOfRange(bytes, 1000, bytes.length));
        }
    }

    @Test
    void libtr50_resets_before_it_has_read_the_last_chunk_and_the_handle_goes_on() throws Exception {
        door.store("a.bin", TEN);
        String id = door.get("a.bin");
        for (int turn = 0; turn < 3; turn++) {
            ByteClient client = libtr50(id);
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.text(13)).isEqualTo("a\r\n0123456789");
            client.reset();
        }
    }

    @Test
    void a_handle_reads_the_version_it_was_given_for() throws Exception {
        door.store("a.bin", TEN);
        String before = door.get("a.bin");
        door.store("a.bin", "newer".getBytes(UTF_8));

        assertThat(door.send(door.request(before)).body()).isEqualTo(TEN);
        assertThat(door.send(door.request(door.get("a.bin"))).body()).asString().isEqualTo("newer");
    }

    @Test
    void a_reader_that_stops_reading_is_cut_off_and_one_that_is_slow_is_not(@TempDir Path other) throws Exception {
        byte[] bytes = random(32 * 1024 * 1024);
        try (FileDoor impatient = new FileDoor(other, Duration.ofSeconds(1))) {
            impatient.store("a.bin", bytes);
            try (ByteClient slow = new ByteClient(impatient.port());
                    ByteClient stuck = new ByteClient(impatient.port())) {
                String request = "GET /file/" + impatient.get("a.bin") + " HTTP/1.1\r\nHost: h\r\n\r\n";
                slow.send(request);
                stuck.send(request);
                long start = System.nanoTime();
                int piece = bytes.length / 16;
                slow.head();
                slow.line();
                for (int turn = 0; turn < 16; turn++) {
                    long due = start + Duration.ofMillis(200L * turn).toNanos();
                    await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() >= due);
                    assertThat(slow.bytes(piece)).hasSize(piece);
                }
                assertThat(slow.line()).isEmpty();
                assertThat(slow.line()).isEqualTo("0");
                assertThat(stuck.rest().length()).isLessThan(bytes.length);
            }
        }
    }

    private ByteClient libtr50(String id) throws Exception {
        return new ByteClient(door.port())
                .send("GET /file/" + id + " HTTP/1.1\r\nHost:localhost:80\r\nConnection: close\r\n\r\n");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
