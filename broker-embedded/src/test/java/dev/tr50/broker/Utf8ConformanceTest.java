package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings: what is not UTF-8, or holds a null character, closes the connection wherever it stands. */
class Utf8ConformanceTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body bytes(Body body, byte[] text) {
        return body.number(text.length).raw(text);
    }

    private static byte[] connect(byte[] clientId, byte[] will, byte[] user) {
        Body body = new Body().text("MQTT").octet(4).octet(0xC6).number(60);
        bytes(body, clientId);
        bytes(body, will).text("gone");
        bytes(body, user).text(Gateway.PASSWORD);
        return RawClient.packet(0x10, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "6100",
                "C0AF",
                "C328",
                "80",
                "ED A0 80",
                "EDA080EDB080",
                "F4908080",
                "F8888080",
                "E282",
                "FF"
            })
    void strings_that_are_none_close_the_connection(String hex) throws Exception {
        byte[] bad = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] good = "a.pump".getBytes(StandardCharsets.UTF_8);
        for (byte[] connect :
                new byte[][] {connect(bad, good, good), connect(good, bad, good), connect(good, good, bad)}) {
            try (RawClient client = new RawClient(gateway)) {
                client.send(connect);
                client.assertHungUpInSilence();
            }
        }
        assertThat(gateway.connected).isEmpty();
        byte[][] packets = {
            RawClient.packet(0x30, bytes(new Body(), bad).text("x")),
            RawClient.packet(0x82, bytes(new Body().number(1), bad).octet(0)),
            RawClient.packet(0xA2, bytes(new Body().number(1), bad))
        };
        for (byte[] packet : packets) {
            try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
                client.send(packet);
                client.assertHungUpInSilence();
            }
        }
    }

    @Test
    void a_byte_order_mark_is_a_character_like_any_other() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 1, 0, "\uFEFFnews", "news"));
            client.read(RawClient.SUBACK);
            client.send(RawClient.publish("\uFEFFnews", "marked", 0, 0, false));
            assertThat(client.read().topic()).isEqualTo("\uFEFFnews");
            client.send(RawClient.publish("news", "plain", 0, 0, false));
            assertThat(client.read().topic()).isEqualTo("news");
        }
    }

    @Test
    void characters_beyond_the_basic_plane_come_through() throws Exception {
        String topic = "straße/😀/\u0001\uFFFD";
        try (RawClient client = RawClient.connected(gateway, 4, "a.pump", "app")) {
            client.send(RawClient.subscribe(4, 1, 0, topic));
            client.read(RawClient.SUBACK);
            client.send(RawClient.publish(topic, "x", 0, 0, false));
            assertThat(client.read().topic()).isEqualTo(topic);
        }
    }
}
