package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.storage.UploadOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UploadTest {
    private static final byte[] BYTES = "twelve bytes".getBytes(UTF_8);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private FileDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        logged.start();
        root.addAppender(logged);
        door = new FileDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
        root.detachAppender(logged);
    }

    @Test
    void bytes_with_a_content_length_become_the_file() throws Exception {
        HttpResponse<byte[]> reply = post(door.put("a.txt", crc32(BYTES)), BYTES);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(reply.body()).asString().isEqualTo("{\"success\":true}");
        assertThat(door.bytesOf("a.txt")).isEqualTo(BYTES);
        assertThat(door.stored("a.txt").crc32()).isEqualTo(crc32(BYTES));
        assertThat(door.stored("a.txt").length()).isEqualTo(BYTES.length);
    }

    @Test
    void libtr50_uploads_in_chunks_of_1_kib_and_reads_the_status_in_the_first_bytes() throws Exception {
        byte[] bytes = random(300_007);
        String id = door.put("log.bin", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost:localhost:80\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\nContent-Type: application/octet-stream\r\n\r\n");
            sendChunks(client, bytes, 1024);
            client.send("0\r\n\r\n");

            assertThat(client.text(12)).isEqualTo("HTTP/1.1 200");
            assertThat(client.rest()).endsWith("{\"success\":true}");
        }
        assertThat(door.bytesOf("log.bin")).isEqualTo(bytes);
    }

    @Test
    void a_reset_right_after_the_answer_is_nothing_to_talk_about() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send(
                    "POST /file/" + id + " HTTP/1.1\r\nHost:h:80\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            client.text(12);
            client.reset();
        }
        door.listener().close(Duration.ofSeconds(5));

        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @Test
    void curl_is_told_to_continue_and_its_form_content_type_is_ignored() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nAccept-Encoding: deflate, gzip, br\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertThat(client.head()).containsExactly("HTTP/1.1 100 Continue");
            client.send("a=b");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(door.bytesOf("a.txt")).asString().isEqualTo("a=b");
    }

    @Test
    void a_client_that_waits_for_continue_with_a_wrong_id_gets_its_refusal_at_once() throws Exception {
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/000000000000000000000000 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n"
                    + "Expect: 100-continue\r\n\r\n");

            assertThat(client.head()).contains("HTTP/1.1 404 Not Found", "Connection: close");
        }
    }

    @Test
    void a_file_of_zero_bytes_may_come_with_a_length_and_in_chunks() throws Exception {
        assertThat(post(door.put("empty", 0L), new byte[0]).statusCode()).isEqualTo(200);
        assertThat(door.stored("empty").length()).isZero();

        String id = door.put("empty too", 0L);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(door.stored("empty too").length()).isZero();
    }

    @Test
    void a_wrong_checksum_is_told_leaves_nothing_and_the_id_can_be_used_again() throws Exception {
        String id = door.put("a.txt", crc32(BYTES));

        HttpResponse<byte[]> refused = post(id, "other bytes".getBytes(UTF_8));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).asString().startsWith("{\"success\":false,\"errorCodes\":[-99009],");
        assertThat(door.isStored("a.txt")).isFalse();
        assertThat(door.blobsOnDisk()).isZero();
        assertThat(post(id, BYTES).statusCode()).isEqualTo(200);
        assertThat(door.bytesOf("a.txt")).isEqualTo(BYTES);
    }

    @Test
    void an_id_is_used_up_by_an_accepted_upload() throws Exception {
        String id = door.put("a.txt", null);
        post(id, BYTES);

        HttpResponse<byte[]> again = post(id, BYTES);

        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).asString().contains("-90008");
    }

    @Test
    void unknown_malformed_and_expired_ids_are_not_found() throws Exception {
        String expired = door.put("a.txt", null);
        door.letPass(Duration.ofSeconds(301));

        assertThat(post(expired, BYTES).statusCode()).isEqualTo(404);
        assertThat(post("000000000000000000000000", BYTES).statusCode()).isEqualTo(404);
        assertThat(post("no-id", BYTES).statusCode()).isEqualTo(404);
        assertThat(post("x".repeat(1000), BYTES).statusCode()).isEqualTo(404);
    }

    @Test
    void an_upload_that_began_in_time_may_end_after_its_handle_would_have_expired() throws Exception {
        Instant expiry = door.now().plusSeconds(1);
        String id = door.put(UploadOrder.named("slow.txt"), expiry);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
            await().until(() -> door.blobsOnDisk() > 0);
            await().until(() -> door.now().isAfter(expiry));
            door.storage().sweep(door.now());

            client.send("cd");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(door.bytesOf("slow.txt")).asString().isEqualTo("abcd");
    }

    @Test
    void a_second_upload_with_the_same_id_at_the_same_time_is_refused() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient first = new ByteClient(door.port())) {
            first.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
            await().until(() -> door.blobsOnDisk() > 0);

            assertThat(post(id, BYTES).statusCode()).isEqualTo(409);

            first.send("cd");
            assertThat(first.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(door.bytesOf("a.txt")).asString().isEqualTo("abcd");
    }

    @Test
    void a_client_that_leaves_in_the_middle_leaves_nothing_and_can_come_back() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient leaving = new ByteClient(door.port())) {
            leaving.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nab");
            await().until(() -> door.blobsOnDisk() > 0);
            leaving.reset();
        }
        await().until(() -> door.blobsOnDisk() == 0);

        await().until(() -> post(id, BYTES).statusCode() == 200);
        assertThat(door.bytesOf("a.txt")).isEqualTo(BYTES);
        door.listener().close(Duration.ofSeconds(5));
        assertThat(logged.list)
                .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .noneMatch(event -> event.getFormattedMessage().contains("cut off"));
    }

    @Test
    void a_client_that_stops_sending_is_told_that_it_is_cut_off_and_leaves_nothing(@TempDir Path other)
            throws Exception {
        try (FileDoor impatient = new FileDoor(other, Duration.ofSeconds(1));
                ByteClient client = new ByteClient(impatient.port())) {
            client.send("POST /file/" + impatient.put("a.txt", null)
                    + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nab");

            assertThat(client.head()).contains("HTTP/1.1 408 Request Timeout", "Connection: close");
            assertThat(client.rest()).endsWith("}");
            await().until(() -> impatient.blobsOnDisk() == 0);
        }
    }

    @Test
    void a_file_whose_bytes_were_removed_by_hand_is_not_found() throws Exception {
        door.store("a.txt", BYTES);
        Files.delete(door.storage().blobs().path(door.stored("a.txt").blobId()));

        assertThat(door.send(door.request(door.get("a.txt"))).statusCode()).isEqualTo(404);
    }

    @Test
    void a_broken_chunk_leaves_nothing() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
            await().until(() -> door.blobsOnDisk() > 0);
            client.send("zz\r\n");
            assertThat(client.rest()).doesNotContain("HTTP/1.1 200");
        }
        await().until(() -> door.blobsOnDisk() == 0);
        assertThat(door.isStored("a.txt")).isFalse();
    }

    @Test
    void a_declared_length_over_the_limit_is_refused_before_anything_is_read() throws Exception {
        String id = door.put("big", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + (FileDoor.MAX_UPLOAD + 1)
                    + "\r\n\r\n");

            assertThat(client.head()).contains("HTTP/1.1 413 Request Entity Too Large", "Connection: close");
        }
        assertThat(post(id, BYTES).statusCode()).isEqualTo(200);
    }

    @Test
    void bytes_over_the_limit_are_counted_as_they_come() throws Exception {
        String id = door.put("big", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            sendChunks(client, new byte[FileDoor.MAX_UPLOAD + 1], 1024 * 1024);

            assertThat(client.head()).first().isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
        assertThat(door.blobsOnDisk()).isZero();
        assertThat(post(id, BYTES).statusCode()).isEqualTo(200);
    }

    @Test
    void large_files_in_both_framings_arrive_whole() throws Exception {
        byte[] bytes = random(40 * 1024 * 1024 + 3);

        assertThat(post(door.put("length", crc32(bytes)), bytes).statusCode()).isEqualTo(200);

        String id = door.put("chunked", crc32(bytes));
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            sendChunks(client, bytes, 100_000);
            client.send("0\r\n\r\n");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(door.stored("chunked").sha256())
                .isEqualTo(door.stored("length").sha256());
    }

    @Test
    void a_sender_is_held_back_while_the_disk_is_busy_so_that_memory_stays_flat() throws Exception {
        int all = 64 * 1024 * 1024;
        AtomicInteger sent = new AtomicInteger();
        String id = door.put("big", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + all + "\r\n\r\n");
            await().until(() -> door.blobsOnDisk() > 0);
            door.holdWorkers();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, all, sent));

            await().until(() -> sent.get() > 0);
            await().during(Duration.ofMillis(500)).until(() -> sent.get() < all / 2);

            door.freeWorkers();
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
            sending.join();
        }
        assertThat(door.stored("big").length()).isEqualTo(all);
    }

    private static void sendAll(ByteClient client, int all, AtomicInteger sent) {
        byte[] piece = new byte[64 * 1024];
        try {
            while (sent.get() < all) {
                client.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void wrong_methods_are_told_the_right_ones() throws Exception {
        String upload = door.put("new", null);
        door.store("old", BYTES);
        String download = door.get("old");

        HttpResponse<byte[]> get = door.send(door.request(upload).GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");

        HttpResponse<byte[]> post = post(download, BYTES);
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");

        HttpResponse<byte[]> put = door.send(door.request(upload).PUT(BodyPublishers.ofByteArray(BYTES)));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
    }

    @Test
    void a_stop_lets_a_running_upload_finish() throws Exception {
        String id = door.put("a.txt", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
            await().until(() -> door.blobsOnDisk() > 0);
            Thread stop = new Thread(() -> door.listener().close(Duration.ofSeconds(10)));
            stop.start();

            client.send("cd");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
            stop.join();
        }
        assertThat(door.bytesOf("a.txt")).asString().isEqualTo("abcd");
    }

    private HttpResponse<byte[]> post(String id, byte[] bytes) throws Exception {
        return door.send(door.request(id).POST(BodyPublishers.ofByteArray(bytes)));
    }

    private static void sendChunks(ByteClient client, byte[] bytes, int size) throws Exception {
        for (int from = 0; from < bytes.length; from += size) {
            int length = Math.min(size, bytes.length - from);
            client.send(Integer.toHexString(length) + "\r\n");
            client.send(Arrays.copyOfRange(bytes, from, from + length)).send("\r\n");
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static long crc32(byte[] bytes) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes);
        return crc32.getValue();
    }
}
