package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DamagedFileTest {
    private static final byte[] SHORT = "0123456789".getBytes(UTF_8);
    private static final byte[] LONG = random((int) FileChecks.SHORT + 3_000_001);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private FileDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        logged.start();
        root.addAppender(logged);
        door = new FileDoor(folder, Duration.ofMinutes(2), new DownloadRules(true, true));
    }

    @AfterEach
    void close() {
        door.close();
        root.detachAppender(logged);
    }

    @Test
    void missing_bytes_are_not_found_for_get_and_head() throws Exception {
        door.store("a", SHORT);
        Files.delete(blob("a"));
        String id = door.get("a");

        assertRefused(door.send(door.request(id)), 404, "missing");
        assertThat(head(id).statusCode()).isEqualTo(404);
    }

    @Test
    void a_file_that_lost_its_end_or_grew_is_refused_before_anything_is_sent() throws Exception {
        door.store("shorter", LONG);
        cut("shorter", LONG.length - 1);
        door.store("longer", SHORT);
        cut("longer", SHORT.length + 1);
        door.store("empty", LONG);
        cut("empty", 0);

        for (String name : List.of("shorter", "longer", "empty")) {
            String id = door.get(name);
            assertRefused(door.send(door.request(id)), 410, "damaged");
            assertRefused(door.send(door.request(id).header("Range", "bytes=1-2")), 410, "damaged");
            assertThat(head(id).statusCode()).isEqualTo(410);
        }
    }

    @Test
    void other_bytes_in_a_short_file_are_refused_before_anything_is_sent() throws Exception {
        door.store("a", SHORT);
        flip("a", 4);
        String id = door.get("a");

        assertRefused(door.send(door.request(id)), 410, "damaged");
        assertRefused(door.send(door.request(id).header("Range", "bytes=0-0")), 410, "damaged");
        assertThat(head(id).statusCode()).isEqualTo(410);
    }

    @Test
    void other_bytes_in_a_long_file_never_arrive_as_a_complete_answer() throws Exception {
        door.store("a", LONG);
        flip("a", 5);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + door.get("a") + " HTTP/1.1\r\nHost: h\r\n\r\n");

            List<String> head = client.head();
            if (head.get(0).equals("HTTP/1.1 200 OK")) {
                assertThat(Long.parseLong(client.line(), 16)).isEqualTo(LONG.length);
                assertThat(client.rest().length()).isLessThan(LONG.length);
            } else {
                assertThat(head).first().isEqualTo("HTTP/1.1 410 Gone");
            }
        }
    }

    @Test
    void a_slow_reader_is_cut_off_as_soon_as_the_damage_is_found() throws Exception {
        byte[] bytes = random(64 << 20);
        door.store("a", bytes);
        flip("a", 5);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + door.get("a") + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");

            await().until(() -> logged.list.stream().anyMatch(event -> event.getLevel() == Level.ERROR));
            assertThat(client.rest().length()).isLessThan(bytes.length / 2);
        }
    }

    @Test
    void a_part_of_a_long_file_with_other_bytes_elsewhere_does_not_arrive_complete_either() throws Exception {
        door.store("a", LONG);
        flip("a", LONG.length - 1);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + door.get("a") + " HTTP/1.1\r\nHost: h\r\nRange: bytes=0-99\r\n\r\n");

            assertThat(client.head()).first().isEqualTo("HTTP/1.1 206 Partial Content");
            assertThat(client.rest().length()).isLessThan(100);
        }
    }

    @Test
    void what_was_found_damaged_is_refused_from_then_on_and_does_not_use_up_the_handle() throws Exception {
        door.store("a", LONG);
        flip("a", 5);
        String id = door.get("a");
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("GET /file/" + id + " HTTP/1.1\r\nHost: h\r\n\r\n").rest();
        }

        assertRefused(door.send(door.request(id)), 410, "damaged");
        assertThat(head(id).statusCode()).isEqualTo(410);
    }

    @Test
    void bytes_that_were_put_back_are_sent_again() throws Exception {
        for (byte[] bytes : List.of(SHORT, LONG)) {
            String name = "file of " + bytes.length;
            door.store(name, bytes);
            flip(name, 5);
            String id = door.get(name);
            await().until(() -> head(id).statusCode() == 410 || received(id) == 410);

            Path blob = blob(name);
            Files.delete(blob);
            Files.write(blob, bytes);
            assertThat(door.send(door.request(id)).body()).isEqualTo(bytes);
        }
    }

    @Test
    void damage_after_a_good_download_is_noticed() throws Exception {
        door.store("a", SHORT);
        String id = door.get("a");
        assertThat(door.send(door.request(id).header("Range", "bytes=0-3")).body())
                .isEqualTo(Arrays.copyOf(SHORT, 4));
        flip("a", 9);

        assertRefused(door.send(door.request(id)), 410, "damaged");
    }

    /** Bytes that nobody has touched since are not hashed again: a change that hides its moment goes through. */
    @Test
    void what_was_hashed_on_its_way_to_the_disk_is_sent_at_once() throws Exception {
        door.send(door.request(door.put("a", null)).POST(BodyPublishers.ofByteArray(LONG)));
        var arrived = Files.getLastModifiedTime(blob("a"));
        flip("a", 5);
        Files.setLastModifiedTime(blob("a"), arrived);

        assertThat(door.send(door.request(door.get("a"))).body()).hasSameSizeAs(LONG);
    }

    @Test
    void each_is_told_once_with_the_id_of_its_file() throws Exception {
        door.store("missing", SHORT);
        Files.delete(blob("missing"));
        door.store("damaged", SHORT);
        flip("damaged", 0);
        for (int turn = 0; turn < 3; turn++) {
            door.send(door.request(door.get("missing")));
            door.send(door.request(door.get("damaged")));
        }

        assertThat(logged.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .hasSize(2)
                .allMatch(event -> event.getThrowableProxy() == null)
                .anyMatch(event -> event.getFormattedMessage()
                        .contains(door.stored("missing").id()))
                .anyMatch(event -> event.getFormattedMessage()
                        .contains(door.stored("damaged").id()));
    }

    /** The status of the answer; 410 where it is cut off too. */
    private int received(String id) throws IOException, InterruptedException {
        try {
            return door.send(door.request(id)).statusCode();
        } catch (IOException cutOff) {
            return 410;
        }
    }

    private HttpResponse<byte[]> head(String id) throws IOException, InterruptedException {
        return door.send(door.request(id).method("HEAD", BodyPublishers.noBody()));
    }

    private static void assertRefused(HttpResponse<byte[]> reply, int status, String word) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body())
                .asString()
                .startsWith("{\"success\":false,\"errorCodes\":[-90008],")
                .contains(word);
    }

    private Path blob(String name) {
        return door.storage().blobs().path(door.stored(name).blobId());
    }

    private void cut(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(blob(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    /** Changes one byte, in a moment that the file system can tell from the one before. */
    private void flip(String name, long position) throws IOException {
        var before = Files.getLastModifiedTime(blob(name));
        await().until(() -> {
            try (RandomAccessFile file = new RandomAccessFile(blob(name).toFile(), "rw")) {
                file.seek(position);
                file.write('X');
            }
            return !Files.getLastModifiedTime(blob(name)).equals(before);
        });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        bytes[5] = 0;
        bytes[length - 1] = 0;
        return bytes;
    }
}
