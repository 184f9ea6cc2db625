package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadRulesTest {
    private static final byte[] TEN = "0123456789".getBytes(UTF_8);

    @TempDir
    Path folder;

    private FileDoor open(boolean chunked, boolean singleUse) {
        FileDoor door = new FileDoor(folder, Duration.ofMinutes(2), new DownloadRules(chunked, singleUse));
        door.store("a.bin", TEN);
        return door;
    }

    private static String get(String id, String... headers) {
        return "GET /file/" + id + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
    }

    @Test
    void a_whole_file_may_be_sent_with_its_length_instead_of_in_a_chunk() throws Exception {
        try (FileDoor door = open(false, false);
                ByteClient client = new ByteClient(door.port())) {
            assertThat(client.send(get(door.get("a.bin"))).head())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Content-Length: 10")
                    .noneMatch(line -> line.startsWith("Transfer-Encoding"));
            assertThat(client.rest()).isEqualTo("0123456789");
        }
    }

    @Test
    void a_handle_for_single_use_is_used_up_by_the_first_complete_send() throws Exception {
        try (FileDoor door = open(true, true)) {
            String id = door.get("a.bin");
            try (ByteClient client = new ByteClient(door.port())) {
                assertThat(client.send(get(id)).rest()).endsWith("\r\na\r\n0123456789\r\n0\r\n\r\n");
            }
            try (ByteClient again = new ByteClient(door.port())) {
                assertThat(again.send(get(id)).head()).startsWith("HTTP/1.1 404 Not Found");
            }
        }
    }

    @Test
    void a_handle_for_single_use_outlives_head_parts_and_what_broke_off() throws Exception {
        byte[] large = new byte[32 << 20];
        new Random(3).nextBytes(large);
        try (FileDoor door = open(true, true)) {
            door.store("large.bin", large);
            String id = door.get("large.bin");
            try (ByteClient head = new ByteClient(door.port())) {
                assertThat(head.send(get(id).replaceFirst("GET", "HEAD")).head())
                        .startsWith("HTTP/1.1 200 OK");
            }
            try (ByteClient part = new ByteClient(door.port())) {
                assertThat(part.send(get(id, "Range: bytes=0-9")).head()).startsWith("HTTP/1.1 206 Partial Content");
                assertThat(part.bytes(10)).isEqualTo(Arrays.copyOf(large, 10));
            }
            ByteClient broken = new ByteClient(door.port());
            assertThat(broken.send(get(id)).head()).startsWith("HTTP/1.1 200 OK");
            broken.reset();

            try (ByteClient rest = new ByteClient(door.port())) {
                assertThat(rest.send(get(id, "Range: bytes=10-")).head()).startsWith("HTTP/1.1 206 Partial Content");
                assertThat(rest.bytes(large.length - 10)).isEqualTo(Arrays.copyOfRange(large, 10, large.length));
            }
            await().untilAsserted(() -> {
                try (ByteClient again = new ByteClient(door.port())) {
                    assertThat(again.send(get(id)).head()).startsWith("HTTP/1.1 404 Not Found");
                }
            });
        }
    }

    @Test
    void a_public_file_is_read_again_and_again_whatever_the_rule() throws Exception {
        try (FileDoor door = open(true, true)) {
            String id = door.store("page.html", TEN, true, null).id();
            for (int turn = 0; turn < 2; turn++) {
                try (ByteClient client = new ByteClient(door.port())) {
                    assertThat(client.send(get(id)).head()).startsWith("HTTP/1.1 200 OK");
                }
            }
        }
    }

    @Test
    void the_bytes_of_a_replaced_file_go_with_the_last_handle_that_read_them() throws Exception {
        try (FileDoor door = open(true, true)) {
            String id = door.get("a.bin");
            door.store("a.bin", "newer".getBytes(UTF_8));
            long before = door.blobsOnDisk();
            try (ByteClient client = new ByteClient(door.port())) {
                assertThat(client.send(get(id)).rest()).endsWith("\r\na\r\n0123456789\r\n0\r\n\r\n");
            }
            await().until(() -> door.blobsOnDisk() == before - 1);
        }
    }
}
