package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.ByteClient;
import dev.tr50.storage.ScopeQuota;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadQuotaTest {
    private FileDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new FileDoor(folder, new ScopeQuota(2, 10));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void what_has_no_room_is_told_so_and_its_handle_is_good_once_there_is_room() throws Exception {
        assertThat(post(door.put("a", null), "1234567").statusCode()).isEqualTo(200);
        String handle = door.put("b", null);

        for (BodyPublisher body : new BodyPublisher[] {ofKnownLength("1234"), ofUnknownLength("1234")}) {
            HttpResponse<byte[]> refused = door.send(door.request(handle).POST(body));
            assertThat(refused.statusCode()).isEqualTo(507);
            assertThat(new String(refused.body(), UTF_8))
                    .isEqualTo(
                            "{\"success\":false,\"errorCodes\":[-99011],\"errorMessages\":[\"Quota exceeded: no more than"
                                    + " 10 bytes are allowed here, 7 are used and 4 would be added\"]}");
            await().until(() -> door.blobsOnDisk() == 1);
        }
        assertThat(post(door.put("a", null), "123456").statusCode()).isEqualTo(200);
        assertThat(post(handle, "1234").statusCode()).isEqualTo(200);
    }

    @Test
    void a_file_too_many_is_refused_and_one_that_is_there_is_replaced() throws Exception {
        post(door.put("a", null), "1");
        post(door.put("b", null), "2");

        HttpResponse<byte[]> refused = post(door.put("c", null), "");
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(new String(refused.body(), UTF_8)).contains("no more than 2 files are allowed here, there are 2");
        assertThat(post(door.put("b", null), "3").statusCode()).isEqualTo(200);
        assertThat(door.bytesOf("b")).asString().isEqualTo("3");
    }

    @Test
    void who_waits_for_leave_to_send_is_refused_before_a_byte_is_sent() throws Exception {
        String handle = door.put("a", null);
        try (ByteClient client = new ByteClient(door.port())) {
            client.send("POST /file/" + handle
                    + " HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).first().asString().startsWith("HTTP/1.1 507 ");
        }
    }

    private HttpResponse<byte[]> post(String handle, String bytes) throws Exception {
        return door.send(door.request(handle).POST(ofKnownLength(bytes)));
    }

    private static BodyPublisher ofKnownLength(String bytes) {
        return BodyPublishers.ofString(bytes);
    }

    private static BodyPublisher ofUnknownLength(String bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes.getBytes(UTF_8)));
    }
}
