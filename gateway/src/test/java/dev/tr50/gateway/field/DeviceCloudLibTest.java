package dev.tr50.gateway.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** device-cloud-lib (C), the build with libmosquitto, and its files through libcurl. */
class DeviceCloudLibTest {
    private static final String PING = "{\"command\":\"diag.ping\"}";
    /** How its reader finds a number: digits alone, up to a comma or a brace. */
    private static final Pattern CRC32_FIELD = Pattern.compile("\"crc32\":(\\d+)[,}]");

    private static final Pattern SIZE_FIELD = Pattern.compile("\"fileSize\":(\\d+)[,}]");

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @Test
    void devices_that_share_a_client_id_do_not_throw_each_other_out() throws Exception {
        try (DeviceCloudLib one = DeviceCloudLib.connected(GATEWAY, "lib-one-device-manager");
                DeviceCloudLib other = DeviceCloudLib.connected(GATEWAY, "lib-other-device-manager")) {
            for (int turn = 1; turn <= 5; turn++) {
                assertThat(one.call("cmd", "{\"command\":\"session.info\"}"))
                        .contains("\"thingKey\":\"lib-one-device-manager\"");
                assertThat(other.call("cmd", "{\"command\":\"session.info\"}"))
                        .contains("\"thingKey\":\"lib-other-device-manager\"");
            }
        }
    }

    /** A second copy would run an action or start a transfer a second time. */
    @Test
    void a_reply_comes_once_on_exactly_reply_though_it_subscribed_too() throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-once")) {
            for (int transaction = 1; transaction <= 30; transaction++) {
                client.call(Integer.toString(transaction), PING);
            }
            client.assertNothingMoreCame();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "255", "256", "265", "cmd", "ping"})
    void the_key_of_its_command_is_the_first_of_the_reply(String key) throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-keys")) {
            assertThat(client.call(key, PING)).isEqualTo("{\"" + key + "\":{\"success\":true}}");
        }
    }

    @Test
    void a_kept_session_after_a_clean_one_still_gives_one_copy_of_each_reply() throws Exception {
        DeviceCloudLib first = DeviceCloudLib.connected(GATEWAY, "lib-reconnecting");
        first.call("1", PING);
        first.mqtt().reset();
        for (int reconnection = 0; reconnection < 3; reconnection++) {
            try (DeviceCloudLib again = DeviceCloudLib.reconnected(GATEWAY, "lib-reconnecting")) {
                again.call("ping", PING);
                again.call("1", PING);
                again.assertNothingMoreCame();
            }
        }
    }

    /** Its build with libmosquitto does not look at the code of CONNACK and goes on. */
    @Test
    void what_it_sends_after_a_refusal_that_it_does_not_see_is_not_run() throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connecting(GATEWAY, "lib-refused", "wrong", 0xC2)) {
            client.mqtt().send(0x82, 0, 1, "reply/#", 1);
            client.mqtt().send(0x32, "api", 0, 2, MqttBytes.utf8("{\"ping\":" + PING + "}"));
            assertThat(client.mqtt().bytes(4)).isEqualTo("20 02 00 04");
            assertThat(client.mqtt().isHungUp()).isTrue();
        }
    }

    /** It takes strings as they stand, without decoding escapes. */
    @Test
    void text_is_written_without_escapes_that_could_be_spared() throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-text")) {
            assertThat(client.call("1", "{\"command\":\"diag.echo\",\"params\":{\"a\":\"\\u00e4/\\/\\u20ac\"}}"))
                    .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"a\":\"ä//€\"}}}");
        }
    }

    @Test
    void checksum_and_size_of_a_file_are_plain_integers_unsigned() throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-integers")) {
            byte[] bytes = withChecksumOver(0x8000_0000L);
            upload(filePut(client, "lib-integers", "a"), bytes);

            String reply = fileGet(client, "lib-integers", "a");

            assertThat(number(CRC32_FIELD, reply)).isEqualTo(crc32(bytes));
            assertThat(number(SIZE_FIELD, reply)).isEqualTo(bytes.length);
        }
    }

    @Test
    void a_file_of_the_organisation_is_named_after_the_device() throws Exception {
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-global")) {
            String put = client.call(
                    "256",
                    "{\"command\":\"file.put\",\"params\":{\"public\":false,\"global\":true,"
                            + "\"fileName\":\"lib-global_log.txt\",\"thingKey\":\"lib-global\"}}");
            upload(LibTr50.value(put, "fileId"), "log".getBytes(UTF_8));

            String get = client.call(
                    "257",
                    "{\"command\":\"file.get\",\"params\":{\"global\":true,"
                            + "\"fileName\":\"lib-global_log.txt\",\"thingKey\":\"lib-global\"}}");
            assertThat(number(SIZE_FIELD, get)).isEqualTo(3);
        }
    }

    /** libcurl takes 200 for an error there and begins again without end. */
    @Test
    void a_broken_download_goes_on_with_206_and_no_encoding_whatever_it_accepts() throws Exception {
        byte[] bytes = new byte[400_000];
        new Random(9).nextBytes(bytes);
        try (DeviceCloudLib client = DeviceCloudLib.connected(GATEWAY, "lib-download")) {
            upload(filePut(client, "lib-download", "a"), bytes);
            String id = LibTr50.value(fileGet(client, "lib-download", "a"), "fileId");
            try (ByteClient http = https()) {
                http.send(curl("GET", id) + "\r\n");
                List<String> head = http.head();
                assertThat(head).startsWith("HTTP/1.1 200 OK");
                assertNoEncoding(head);
                http.line();
                assertThat(http.bytes(100_000)).isEqualTo(Arrays.copyOf(bytes, 100_000));
            }
            try (ByteClient http = https()) {
                http.send("GET /file/" + id + " HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=100000-\r\nAccept: */*\r\n"
                        + "Accept-Encoding: deflate, gzip, br\r\n\r\n");
                List<String> head = http.head();
                assertThat(head)
                        .startsWith("HTTP/1.1 206 Partial Content")
                        .contains("Content-Range: bytes 100000-399999/400000");
                assertNoEncoding(head);
                assertThat(http.bytes(300_000)).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 400_000));
            }
        }
    }

    @Test
    void a_missing_file_ends_its_retries() throws Exception {
        try (ByteClient http = https()) {
            http.send(curl("GET", "000000000000000000000000") + "\r\n");
            assertThat(http.head()).startsWith("HTTP/1.1 404 Not Found");
        }
    }

    private static void assertNoEncoding(List<String> head) {
        assertThat(head).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-encoding"));
    }

    private static String filePut(DeviceCloudLib client, String key, String name) throws IOException {
        return LibTr50.value(
                client.call(
                        "256",
                        "{\"command\":\"file.put\",\"params\":{\"public\":false,\"global\":false,\"fileName\":\"" + name
                                + "\",\"thingKey\":\"" + key + "\"}}"),
                "fileId");
    }

    private static String fileGet(DeviceCloudLib client, String key, String name) throws IOException {
        return client.call(
                "257",
                "{\"command\":\"file.get\",\"params\":{\"global\":false,\"fileName\":\"" + name + "\",\"thingKey\":\""
                        + key + "\"}}");
    }

    private static String curl(String method, String id) {
        return method + " /file/" + id + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n"
                + "Accept-Encoding: deflate, gzip, br\r\n";
    }

    /** The body is the file, whatever the content type says; curl waits to be told to continue. */
    private static void upload(String id, byte[] bytes) throws IOException {
        try (ByteClient http = https()) {
            http.send(curl("POST", id) + "Content-Length: " + bytes.length
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n");
            assertThat(http.head()).containsExactly("HTTP/1.1 100 Continue");
            http.send(bytes);
            assertThat(http.head()).startsWith("HTTP/1.1 200 OK");
        }
    }

    private static ByteClient https() throws IOException {
        return new ByteClient(GATEWAY.certificate().connect(GATEWAY.httpTlsPort()));
    }

    private static long number(Pattern field, String json) {
        Matcher matcher = field.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static byte[] withChecksumOver(long least) {
        int i = 0;
        while (crc32(("a=b&file=" + i).getBytes(UTF_8)) < least) {
            i++;
        }
        return ("a=b&file=" + i).getBytes(UTF_8);
    }

    private static long crc32(byte[] bytes) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes);
        return crc32.getValue();
    }
}
