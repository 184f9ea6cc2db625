package dev.tr50.gateway.websocket;

import static dev.tr50.gateway.websocket.WebSocketClient.BINARY;
import static dev.tr50.gateway.websocket.WebSocketClient.CLOSE;
import static dev.tr50.gateway.websocket.WebSocketClient.CONTINUATION;
import static dev.tr50.gateway.websocket.WebSocketClient.LAST;
import static dev.tr50.gateway.websocket.WebSocketClient.PING;
import static dev.tr50.gateway.websocket.WebSocketClient.PONG;
import static dev.tr50.gateway.websocket.WebSocketClient.TEXT;
import static dev.tr50.gateway.websocket.WebSocketClient.ascii;
import static dev.tr50.gateway.websocket.WebSocketClient.binary;
import static dev.tr50.gateway.websocket.WebSocketClient.frame;
import static dev.tr50.gateway.websocket.WebSocketClient.frameHead;
import static dev.tr50.gateway.websocket.WebSocketClient.handshake;
import static dev.tr50.gateway.websocket.WebSocketClient.unmasked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Connection;
import dev.tr50.gateway.websocket.WebSocketClient.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What flows after the handshake, frame by frame, on both ports. */
class MqttOverWebSocketTest {
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_MESSAGE_TYPE = 1003;
    private static final int MESSAGE_TOO_BIG = 1009;

    private static Harbour harbour;

    @BeforeAll
    static void start() throws IOException {
        harbour = new Harbour();
    }

    @AfterAll
    static void stop() {
        harbour.close();
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_command_is_answered_in_one_binary_frame(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "one")) {
            client.send(binary(Mqtt.publish("api/7", "hello")));

            assertThat(client.packet()).isEqualTo(Mqtt.publish("reply/7", "re:hello"));
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void mqtt_3_1_comes_over_websocket_too(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(3, "level-3")) {
            assertThat(client.send(binary(Mqtt.PINGREQ)).packet()).isEqualTo(Mqtt.PINGRESP);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void connect_may_come_in_the_same_segment_as_the_handshake(Harbour.Port port) throws Exception {
        try (WebSocketClient client = new WebSocketClient(harbour.connect(port))) {
            client.send(
                    handshake("Sec-WebSocket-Protocol: mqtt"),
                    binary(Mqtt.connect(4, "eager", 60)),
                    binary(Mqtt.publish("api/1", "at once")));

            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols");
            assertThat(client.packet()).isEqualTo(new byte[] {0x20, 2, 0, 0});
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:at once");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_packet_may_be_cut_into_frames_anywhere(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "cut")) {
            for (byte octet : Mqtt.publish("api/1", "in small change")) {
                client.send(binary(octet));
            }
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:in small change");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_frame_may_be_cut_into_segments_anywhere(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "segments")) {
            for (byte octet : binary(Mqtt.publish("api/1", "slowly"))) {
                client.send(new byte[] {octet});
            }
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:slowly");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_frame_may_hold_several_packets_and_a_part_of_one(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "several")) {
            byte[] three = join(Mqtt.publish("api/1", "a"), Mqtt.publish("api/2", "b"), Mqtt.publish("api/3", "c"));

            client.send(
                    binary(Arrays.copyOf(three, three.length - 4)),
                    binary(Arrays.copyOfRange(three, three.length - 4, three.length)));

            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:a");
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:b");
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:c");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_message_may_come_in_fragments_with_a_ping_between_and_empty_ones(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "fragments")) {
            byte[] packet = Mqtt.publish("api/1", "hello");

            client.send(
                    frame(BINARY, Arrays.copyOf(packet, 3)),
                    frame(CONTINUATION),
                    frame(LAST | PING, ascii("?")),
                    frame(LAST | CONTINUATION, Arrays.copyOfRange(packet, 3, packet.length)));

            Frame pong = client.frame();
            assertThat(pong.first()).isEqualTo(LAST | PONG);
            assertThat(pong.content()).isEqualTo(ascii("?"));
            assertThat(Mqtt.payload(client.packet())).isEqualTo("re:hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_message_of_the_full_size_may_come_in_one_frame(Harbour.Port port) throws Exception {
        byte[] payload = new byte[1 << 20];
        Arrays.fill(payload, (byte) 'x');
        try (WebSocketClient client = harbour.open(port).enter(4, "large")) {
            client.send(binary(Mqtt.publish("api/1", payload)));

            assertThat(Mqtt.payload(client.packet()))
                    .hasSize(3 + payload.length)
                    .startsWith("re:xxx");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_frame_longer_than_any_packet_is_refused_by_its_head(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "too-large")) {
            client.send(frameHead(LAST | BINARY, harbour.broker.maxPacketBytes() + 1L));

            assertClosed(client, MESSAGE_TOO_BIG);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_frame_that_would_never_end_is_refused_by_its_head(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port)) {
            client.send(frameHead(LAST | BINARY, Long.MAX_VALUE));

            assertClosed(client, MESSAGE_TOO_BIG);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_packet_over_the_limit_is_refused_though_it_comes_in_small_frames(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(5, "many-small")) {
            byte[] head = Arrays.copyOf(Mqtt.publish("api/1", new byte[2 << 20]), 12);

            client.send(frame(BINARY, head));

            assertThat(client.packet()).startsWith((byte) 0xE0).contains(0x95);
            assertClosed(client, 1000);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void text_is_refused(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "text")) {
            client.send(frame(LAST | TEXT, Mqtt.PINGREQ));

            assertClosed(client, INVALID_MESSAGE_TYPE);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void frames_without_a_mask_are_refused(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "unmasked")) {
            client.send(unmasked(LAST | BINARY, Mqtt.PINGREQ));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_compressed_frame_is_refused_because_none_was_agreed_on(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "compressed")) {
            client.send(frame(LAST | 0x40 | BINARY, Mqtt.PINGREQ));

            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void http_right_behind_the_handshake_is_no_request_any_more(Harbour.Port port) throws Exception {
        try (WebSocketClient client = new WebSocketClient(harbour.connect(port))) {
            client.send(handshake(), ascii("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"));

            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols");
            assertClosed(client, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_handshake_may_follow_a_request_that_is_still_to_be_answered(Harbour.Port port) throws Exception {
        try (WebSocketClient client = new WebSocketClient(harbour.connect(port))) {
            client.send(ascii("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"), handshake());

            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.raw(5)).isEqualTo(ascii("hello"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols");
            client.enter(4, "follower");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_closing_client_gets_its_close_back_and_the_session_ends(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "closing-" + port)) {
            Connection connection = harbour.connectionOf("closing-" + port);

            client.send(frame(LAST | CLOSE, (byte) 0x03, (byte) 0xE8));

            assertClosed(client, 1000);
            await().until(() -> harbour.disconnected.contains(connection));
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void disconnect_ends_the_connection(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "leaving")) {
            client.send(binary(Mqtt.DISCONNECT));

            assertClosed(client, 1000);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_connection_that_is_reset_is_noticed(Harbour.Port port) throws Exception {
        WebSocketClient client = harbour.open(port).enter(4, "reset-" + port);
        Connection connection = harbour.connectionOf("reset-" + port);

        client.reset();

        await().until(() -> harbour.disconnected.contains(connection));
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void the_address_is_the_clients_own(Harbour.Port port) throws Exception {
        try (WebSocketClient client = harbour.open(port).enter(4, "address-" + port)) {
            assertThat(harbour.connectionOf("address-" + port).remoteAddress())
                    .isEqualTo(client.socket().getLocalSocketAddress());
        }
    }

    private static void assertClosed(WebSocketClient client, int status) throws IOException {
        Frame close = client.frame();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.closeStatus()).isEqualTo(status);
        assertThat(client.rest()).as("after the farewell").isEmpty();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
