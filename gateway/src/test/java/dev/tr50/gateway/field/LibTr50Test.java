package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libtr50 (C, 2014) over MQTT. */
class LibTr50Test {
    private static final String PING = "{\"1\":{\"command\":\"diag.ping\"}}";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void connack_has_four_bytes_and_nothing_follows_it() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-with-a-key-of-forty-characters-x")) {
            client.mqtt().assertNothingMoreCame();
        }
    }

    @Test
    void connack_has_four_bytes_too_when_it_comes_back_to_its_kept_session() throws Exception {
        for (int connection = 0; connection < 3; connection++) {
            try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-back")) {
                client.mqtt().send(0x82, 0, 0, "news", 1);
                assertThat(client.mqtt().bytes(5)).isEqualTo("90 03 00 00 00");
            }
        }
    }

    @Test
    void a_wrong_token_is_told_with_a_code_it_knows() throws Exception {
        try (LibTr50 client = LibTr50.connecting(GATEWAY, "libtr50-refused", "wrong", 60)) {
            assertThat(client.mqtt().bytes(4)).isEqualTo("20 02 00 04");
            assertThat(client.mqtt().isHungUp()).isTrue();
        }
    }

    @Test
    void two_devices_whose_keys_begin_with_the_same_23_bytes_stay_apart() throws Exception {
        try (LibTr50 one = LibTr50.connected(GATEWAY, "a-key-of-23-bytes-then-1");
                LibTr50 other = LibTr50.connected(GATEWAY, "a-key-of-23-bytes-then-2")) {
            assertThat(one.call("{\"1\":{\"command\":\"session.info\"}}"))
                    .contains("\"thingKey\":\"a-key-of-23-bytes-then-1\"");
            assertThat(other.call("{\"1\":{\"command\":\"session.info\"}}"))
                    .contains("\"thingKey\":\"a-key-of-23-bytes-then-2\"");
        }
    }

    @Test
    void a_reply_comes_once_at_qos_0_under_the_number_of_its_request_though_nothing_was_subscribed() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-asking")) {
            for (int request = 1; request <= 20; request++) {
                assertThat(client.call(PING)).isEqualTo("{\"1\":{\"success\":true}}");
            }
            client.mqtt().assertNothingMoreCame();
        }
    }

    @Test
    void numbers_go_up_to_65536_and_begin_again_at_1() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-counting").from(65_534)) {
            for (int number : new int[] {65_534, 65_535, 65_536, 1, 2}) {
                assertThat(client.ask(PING)).isEqualTo(number);
                assertThat(client.mqtt().publish().topic()).isEqualTo("reply/" + number);
            }
        }
    }

    @Test
    void its_own_subscription_is_answered_with_five_bytes_and_changes_nothing_about_replies() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-subscribing")) {
            client.mqtt().send(0x82, 0, 0, "reply/#", 1);
            assertThat(client.mqtt().bytes(5)).isEqualTo("90 03 00 00 00");
            for (int request = 1; request <= 20; request++) {
                client.call(PING);
            }
            client.mqtt().assertNothingMoreCame();
        }
    }

    /** A failure code leaves its SUBSCRIBE pending, and 30 s later it breaks the connection: MQTT 3.1 had no such code. */
    @Test
    void a_subscription_it_may_not_have_is_answered_as_granted_and_brings_nothing() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-curious");
                LibTr50 other = LibTr50.connected(GATEWAY, "libtr50-observed")) {
            client.mqtt().send(0x82, 0, 0, "thing/libtr50-observed/#", 1);
            assertThat(client.mqtt().bytes(5)).isEqualTo("90 03 00 00 00");

            other.mqtt().send(0x32, "thing/libtr50-observed/attribute/name", 0, 7, MqttBytes.utf8("secret"));
            assertThat(other.mqtt().packet()).hasToString("40 | 00 07");
            client.mqtt().assertNothingMoreCame();
        }
    }

    @Test
    void a_publish_at_qos_1_with_packet_id_0_is_acknowledged_with_that_id_and_run() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-qos-1")) {
            client.mqtt().send(0x32, "api/1", 0, 0, MqttBytes.utf8(PING));
            MqttBytes.Packet first = client.mqtt().packet();
            MqttBytes.Packet second = client.mqtt().packet();
            boolean acknowledgedFirst = first.first() == 0x40;
            assertThat(acknowledgedFirst ? first : second).hasToString("40 | 00 00");
            assertThat(MqttBytes.Publish.of(acknowledgedFirst ? second : first).topic())
                    .isEqualTo("reply/1");
        }
    }

    @Test
    void ordinary_messages_come_at_qos_0_whatever_it_and_the_publisher_asked() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-listening");
                LibTr50 other = LibTr50.connected(GATEWAY, "libtr50-telling")) {
            client.mqtt().send(0x82, 0, 0, "libtr50/news", 1);
            assertThat(client.mqtt().bytes(5)).isEqualTo("90 03 00 00 00");
            other.mqtt().send(0x32, "libtr50/news", 0, 7, MqttBytes.utf8("today"));

            MqttBytes.Publish news = client.mqtt().publish();
            assertThat(news.first()).isEqualTo(0x30);
            assertThat(news.text()).isEqualTo("today");
        }
    }

    @Test
    void its_acknowledgements_of_packet_1_whatever_was_sent_hurt_nobody() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-acknowledging")) {
            client.mqtt().send(0x40, 0, 1).send(0x40, 0, 1);
            assertThat(client.call(PING)).isEqualTo("{\"1\":{\"success\":true}}");
        }
    }

    @Test
    void a_long_request_is_compressed_by_zlib_at_level_9_and_so_is_its_reply() throws Exception {
        String text = "a log entry that is long enough; ".repeat(20);
        String json = "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + text + "\"}}}";
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-zlib")) {
            client.ask("apiz/", compress2(json));
            MqttBytes.Publish compressed = client.mqtt().publish();
            assertThat(compressed.first()).isEqualTo(0x30);
            assertThat(compressed.topic()).isEqualTo("replyz/1");
            assertThat(inflate(compressed.payload()))
                    .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"text\":\"" + text + "\"}}}");

            assertThat(client.call(PING)).isEqualTo("{\"1\":{\"success\":true}}");
        }
    }

    @Test
    void replies_that_a_broken_connection_left_are_not_kept_for_the_next_one() throws Exception {
        String put = "{\"1\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"a\"}}}";
        for (int round = 0; round < 20; round++) {
            LibTr50 broken = LibTr50.connected(GATEWAY, "libtr50-stale");
            broken.ask(put);
            broken.mqtt().reset();

            try (LibTr50 back = LibTr50.connected(GATEWAY, "libtr50-stale")) {
                assertThat(back.call(PING)).isEqualTo("{\"1\":{\"success\":true}}");
                back.mqtt().assertNothingMoreCame();
            }
        }
    }

    @Test
    void a_reset_instead_of_disconnect_takes_it_offline() throws Exception {
        try (Tr50Client owner = GATEWAY.owner()) {
            LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-reset");
            await().until(() -> connected(owner, "libtr50-reset"));
            client.mqtt().reset();
            await().until(() -> !connected(owner, "libtr50-reset"));
        }
    }

    private static boolean connected(Tr50Client owner, String key) throws Exception {
        return RunningGateway.call(owner, "thing.find", "{\"key\":\"" + key + "\"}")
                .at("/params/connected")
                .asBoolean();
    }

    /** It pings 55 s after the last byte it received, whatever it sent: here with seconds in place of minutes. */
    @Test
    void it_stays_connected_while_it_is_pushed_to_and_therefore_never_pings() throws Exception {
        try (LibTr50 client = LibTr50.connecting(GATEWAY, "libtr50-pushed-to", GATEWAY.appToken(), 1);
                LibTr50 other = LibTr50.connected(GATEWAY, "libtr50-pushing")) {
            assertThat(client.mqtt().bytes(4)).isEqualTo("20 02 00 00");
            client.mqtt().send(0x82, 0, 0, "libtr50/push", 0);
            assertThat(client.mqtt().bytes(5)).isEqualTo("90 03 00 00 00");
            long start = System.nanoTime();
            for (int push = 1; push <= 10; push++) {
                long due = start + push * 500_000_000L;
                await().until(() -> System.nanoTime() >= due);
                other.mqtt().send(0x30, "libtr50/push", MqttBytes.utf8("still there?"));
                assertThat(client.mqtt().publish().text()).isEqualTo("still there?");
            }
            assertThat(client.call(PING)).isEqualTo("{\"1\":{\"success\":true}}");
        }
    }

    /** It takes a message whose first member holds "command" for a request, and whose root says "success":true for a fault. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PING,
                "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"command\":\"diag.echo\"}}}",
                "{\"1\":{\"command\":\"no.such.command\",\"params\":{}}}",
                "{\"1\":{\"command\":\"file.get\",\"params\":{}}}",
                "{\"1\":{}}",
                "{\"1\":{\"command\":null}}",
                "{\"1\":5}",
                "{\"1\":{\"command\":\"diag.ping\"}",
                "[]"
            })
    void no_reply_can_be_taken_for_a_request(String request) throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-reading")) {
            JsonNode reply = JSON.readTree(client.call(request));

            assertThat(reply.elements().next().has("command")).isFalse();
            if (reply.has("1")) {
                assertThat(reply.at("/1/success").isBoolean()).isTrue();
                assertThat(reply.at("/1/success").asBoolean()
                                || reply.at("/1/errorCodes/0").isInt())
                        .isTrue();
            } else {
                assertThat(reply.at("/success")).hasToString("false");
                assertThat(reply.at("/errorCodes/0").isInt()).isTrue();
                assertThat(reply.at("/errorMessages/0").isTextual()).isTrue();
            }
        }
    }

    @Test
    void whole_numbers_may_be_written_as_reals() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-numbers")) {
            assertThat(client.call(
                            "{\"1\":{\"command\":\"file.list\",\"params\":{\"limit\":2.000000,\"offset\":0.000000}}}"))
                    .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"count\":0,\"result\":[]}}}");
            assertThat(client.call("{\"1\":{\"command\":\"file.list\",\"params\":{\"limit\":1.000000e+03}}}"))
                    .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"count\":0,\"result\":[]}}}");
        }
    }

    private static byte[] compress2(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
            zlib.write(MqttBytes.utf8(text));
        }
        return out.toByteArray();
    }

    private static String inflate(byte[] zlib) throws Exception {
        Inflater inflater = new Inflater();
        inflater.setInput(zlib);
        byte[] out = new byte[10_000];
        int length = inflater.inflate(out);
        assertThat(inflater.finished()).isTrue();
        inflater.end();
        return new String(Arrays.copyOf(out, length), StandardCharsets.UTF_8);
    }
}
