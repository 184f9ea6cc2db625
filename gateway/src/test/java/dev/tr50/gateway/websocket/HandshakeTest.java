package dev.tr50.gateway.websocket;

import static dev.tr50.gateway.websocket.WebSocketClient.ACCEPT;
import static dev.tr50.gateway.websocket.WebSocketClient.KEY;
import static dev.tr50.gateway.websocket.WebSocketClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let out of HTTP at {@code /mqtt}, who is not, and what they are told, byte by byte. */
class HandshakeTest {
    private static Harbour harbour;

    @BeforeAll
    static void start() throws IOException {
        harbour = new Harbour();
    }

    @AfterAll
    static void stop() {
        harbour.close();
    }

    private static ByteClient client() throws IOException {
        return new ByteClient(harbour.connect(Harbour.Port.HTTP));
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void the_answer_is_that_of_the_standard_and_nothing_more(Harbour.Port port) throws Exception {
        try (ByteClient client = new ByteClient(harbour.connect(port))) {
            assertThat(client.send(handshake("Sec-WebSocket-Protocol: mqtt")).head())
                    .containsExactly(
                            "HTTP/1.1 101 Switching Protocols",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: " + ACCEPT,
                            "Sec-WebSocket-Protocol: mqtt");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mqtt                | mqtt
            mqttv3.1            | mqttv3.1
            mqttv3.1, mqtt      | mqttv3.1
            chat,mqtt           | mqtt
            """)
    void the_first_offered_subprotocol_that_is_known_is_agreed_on(String offered, String agreed) throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Sec-WebSocket-Protocol: " + offered))
                            .head())
                    .contains("Sec-WebSocket-Protocol: " + agreed);
        }
    }

    @Test
    void subprotocols_may_be_offered_in_several_lines() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: mqtt"))
                            .head())
                    .contains("Sec-WebSocket-Protocol: mqtt");
        }
    }

    @Test
    void who_offers_no_subprotocol_gets_none() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake()).head())
                    .startsWith("HTTP/1.1 101 Switching Protocols")
                    .noneMatch(header -> header.startsWith("Sec-WebSocket-Protocol"));
        }
    }

    @Test
    void who_offers_only_other_subprotocols_is_refused() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Sec-WebSocket-Protocol: chat, MQTT"))
                            .head())
                    .startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void no_compression_is_agreed_on() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
                            .head())
                    .startsWith("HTTP/1.1 101 Switching Protocols")
                    .noneMatch(header -> header.startsWith("Sec-WebSocket-Extensions"));
        }
    }

    @Test
    void browsers_may_connect_from_any_page() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Origin: https://dashboard.example"))
                            .head())
                    .startsWith("HTTP/1.1 101 Switching Protocols");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upgrade: WebSocket\r\nconnection: keep-alive, Upgrade\r\n",
                "UPGRADE: websocket\r\nCONNECTION: upgrade\r\n",
                "Upgrade: h2c, websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n"
            })
    void upgrade_is_understood_however_it_is_spelt(String upgrade) throws Exception {
        try (ByteClient client = client()) {
            client.send("GET /mqtt?client=7 HTTP/1.1\r\nHost: h\r\n" + upgrade
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /mqtt HTTP/1.1\r\nHost: h\r\nUser-Agent: curl\r\nAccept: */*\r\n\r\n",
                "GET /mqtt HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n",
                "GET /mqtt HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
            })
    void who_asks_for_no_websocket_is_told_what_to_ask_for(String request) throws Exception {
        try (ByteClient client = client()) {
            List<String> head = client.send(request).head();

            assertThat(head)
                    .startsWith("HTTP/1.1 426 Upgrade Required")
                    .contains(
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Version: 13",
                            "Content-Type: application/json");
            assertThat(client.text(length(head)))
                    .isEqualTo("{\"success\":false,\"errorCodes\":[-99001],\"errorMessages\":"
                            + "[\"This is MQTT over WebSocket; send a WebSocket handshake\"]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "14", "13, 8", ""})
    void other_versions_of_websocket_are_told_the_right_one(String version) throws Exception {
        try (ByteClient client = client()) {
            client.send("GET /mqtt HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n");

            assertThat(client.head())
                    .startsWith("HTTP/1.1 426 Upgrade Required")
                    .contains("Sec-WebSocket-Version: 13");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-WebSocket-Key: short\r\n",
                "Sec-WebSocket-Key: not*base*64\r\n",
                "Sec-WebSocket-Key: \r\n"
            })
    void a_handshake_without_a_proper_key_is_refused(String key) throws Exception {
        try (ByteClient client = client()) {
            client.send("GET /mqtt HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n" + key + "\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void two_keys_are_refused() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Sec-WebSocket-Key: " + KEY)).head())
                    .startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void a_handshake_has_no_body() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send(handshake("Content-Length: 2")).send("{}").head())
                    .startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void other_methods_are_refused() throws Exception {
        try (ByteClient client = client()) {
            assertThat(client.send("POST /mqtt HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 405 Method Not Allowed")
                    .contains("Allow: GET");
        }
    }

    @Test
    void http_1_0_cannot_upgrade() throws Exception {
        try (ByteClient client = client()) {
            client.send("GET /mqtt HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n");

            assertThat(client.rest()).startsWith("HTTP/1.0 426");
        }
    }

    @Test
    void after_a_refusal_the_connection_goes_on_with_http() throws Exception {
        try (ByteClient client = client()) {
            List<String> refused =
                    client.send(handshake("Sec-WebSocket-Protocol: chat")).head();
            client.skip(length(refused));

            assertThat(client.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n").head())
                    .startsWith("HTTP/1.1 200 OK");
            assertThat(client.text(5)).isEqualTo("hello");
            assertThat(client.send(handshake()).head()).startsWith("HTTP/1.1 101 Switching Protocols");
        }
    }

    private static int length(List<String> head) {
        return head.stream()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElseThrow();
    }
}
