package dev.tr50.gateway.websocket;

import static dev.tr50.gateway.websocket.WebSocketClient.BINARY;
import static dev.tr50.gateway.websocket.WebSocketClient.CLOSE;
import static dev.tr50.gateway.websocket.WebSocketClient.LAST;
import static dev.tr50.gateway.websocket.WebSocketClient.PING;
import static dev.tr50.gateway.websocket.WebSocketClient.ascii;
import static dev.tr50.gateway.websocket.WebSocketClient.binary;
import static dev.tr50.gateway.websocket.WebSocketClient.frame;
import static dev.tr50.gateway.websocket.WebSocketClient.frameHead;
import static dev.tr50.gateway.websocket.WebSocketClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.broker.BrokerLimits;
import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.broker.Connection;
import dev.tr50.broker.ReplyRoute;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.websocket.WebSocketClient.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What holds for a connection of MQTT over TCP holds for one over WebSocket. */
class ConnectionLifeTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ZERO);

    private Harbour harbour;

    @AfterEach
    void stop() {
        harbour.close();
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void who_sends_no_connect_is_cut_off(Harbour.Port port) throws Exception {
        harbour = new Harbour(SHORT);
        try (WebSocketClient client = harbour.open(port)) {
            assertThat(client.frame().opcode()).isEqualTo(CLOSE);
            assertThat(client.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_frame_that_drips_does_not_put_connect_off(Harbour.Port port) throws Exception {
        harbour = new Harbour(SHORT);
        try (WebSocketClient client = harbour.open(port)) {
            client.send(frameHead(LAST | BINARY, 1 << 20), new byte[4]);

            await().pollInterval(Duration.ofMillis(20)).until(() -> isRefused(client, new byte[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void pings_of_websocket_are_no_sign_of_life_for_mqtt(Harbour.Port port) throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(port)) {
            client.send(binary(Mqtt.connect(4, "silent", 1)));
            client.packet();

            await().pollInterval(Duration.ofMillis(100)).until(() -> isRefused(client, frame(LAST | PING)));
        }
    }

    private static boolean isRefused(WebSocketClient client, byte[] bytes) throws IOException {
        try {
            client.send(bytes);
            return false;
        } catch (SocketException closed) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void the_idle_timeout_of_http_does_not_hold_for_mqtt(Harbour.Port port) throws Exception {
        harbour = new Harbour(Harbour.BROKER, new HttpSettings("127.0.0.1", 0, 100, Duration.ofSeconds(1), 4, null));
        try (WebSocketClient client = harbour.open(port)) {
            client.send(binary(Mqtt.connect(4, "patient", 0)));
            client.packet();
            try (WebSocketClient idle = new WebSocketClient(harbour.connect(port))) {
                assertThat(idle.isHungUp()).isTrue();
            }
            assertThat(client.send(binary(Mqtt.PINGREQ)).packet()).isEqualTo(Mqtt.PINGRESP);
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void what_is_much_more_than_a_socket_holds_waits_for_a_client_that_does_not_read(Harbour.Port port)
            throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(port).enter(4, "slow")) {
            Connection connection = harbour.connectionOf("slow");
            for (int i = 0; i < 200; i++) {
                connection.reply(new ReplyRoute("reply/" + i, null), new byte[100_000]);
            }
            await().until(() -> !connection.isWritable());

            for (int i = 0; i < 200; i++) {
                assertThat(client.packet()).isEqualTo(Mqtt.publish("reply/" + i, new byte[100_000]));
            }
            await().until(connection::isWritable);
        }
    }

    @Test
    void clients_over_websocket_count_among_those_the_broker_lets_in() throws Exception {
        harbour = new Harbour(Harbour.BROKER.withLimits(BrokerLimits.DEFAULT.withConnections(1)), Harbour.HTTP);
        try (WebSocketClient only = harbour.open(Harbour.Port.HTTP).enter(4, "only");
                WebSocketClient more = harbour.open(Harbour.Port.HTTP)) {
            more.send(binary(Mqtt.connect(4, "more", 60)));

            assertThat(more.packet()).containsExactly(0x20, 2, 0, 3);
            assertThat(only.send(binary(Mqtt.PINGREQ)).packet()).isEqualTo(Mqtt.PINGRESP);
        }
    }

    @Test
    void a_websocket_counts_as_a_connection_of_http_until_it_closes() throws Exception {
        harbour = new Harbour(Harbour.BROKER, Harbour.HTTP.withConnections(1));
        WebSocketClient only = harbour.open(Harbour.Port.HTTP).enter(4, "only");
        try (WebSocketClient more = new WebSocketClient(harbour.connect(Harbour.Port.HTTP))) {
            assertThat(more.isHungUp()).isTrue();
        }
        only.close();

        await().ignoreExceptions().until(() -> {
            harbour.open(Harbour.Port.HTTP).enter(4, "next").close();
            return true;
        });
    }

    @Test
    void a_client_that_pings_and_never_reads_is_answered_no_further_than_its_connection_holds() throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(Harbour.Port.HTTP).enter(4, "pinging")) {
            Connection connection = harbour.connectionOf("pinging");
            byte[] ping = frame(LAST | PING, new byte[125]);
            while (connection.isWritable()) {
                client.send(ping);
            }
            for (int i = 0; i < 1000; i++) {
                client.send(ping);
            }
            client.send(binary(Mqtt.publish("api/1", "read")));
            await().until(() -> harbour.commands.get() == 1);
            int pongs = 0;
            while (client.frame().opcode() == WebSocketClient.PONG) {
                pongs++;
            }

            assertThat(pongs).isPositive();
            assertThat(client.send(ping).frame().content()).isEqualTo(new byte[125]);
        }
    }

    @Test
    void a_client_that_is_not_read_cannot_send_for_ever() throws Exception {
        harbour = new Harbour();
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", harbour.http.port()))) {
            Socket socket = channel.socket();
            WebSocketClient.open(socket).enter(4, "flood");
            harbour.connectionOf("flood").pauseReading();
            channel.configureBlocking(false);
            ByteBuffer message = ByteBuffer.wrap(binary(Mqtt.publish("api/1", new byte[60_000])));

            await().until(() -> !isTaken(channel, message));
            assertThat(harbour.commands.get()).isLessThan(100);
        }
    }

    /** Whether all of 200 MB go, far more than sockets hold. */
    private static boolean isTaken(SocketChannel channel, ByteBuffer message) throws IOException {
        for (int i = 0; i < 3500; i++) {
            message.rewind();
            if (channel.write(message) == 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    @Timeout(60)
    void connections_are_no_requests_that_a_stop_waits_for() throws Exception {
        harbour = new Harbour();
        List<WebSocketClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(harbour.open(Harbour.Port.HTTP).enter(4, "client-" + i));
        }
        harbour.http.finish(Duration.ofHours(1));

        for (WebSocketClient client : clients) {
            assertThat(client.send(binary(Mqtt.PINGREQ)).packet()).isEqualTo(Mqtt.PINGRESP);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void the_broker_says_goodbye_while_http_goes_on(Harbour.Port port) throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(port).enter(5, "here");
                WebSocketClient unborn = harbour.open(port)) {
            harbour.broker.close();

            byte[] disconnect = client.packet();
            assertThat(disconnect[0]).isEqualTo((byte) 0xE0);
            assertThat(disconnect[2]).isEqualTo((byte) 0x8B);
            assertThat(client.frame().opcode()).isEqualTo(CLOSE);
            assertThat(client.isHungUp()).isTrue();
            assertThat(unborn.frame().opcode()).isEqualTo(CLOSE);
            assertThat(unborn.isHungUp()).isTrue();
        }
        try (WebSocketClient http = new WebSocketClient(harbour.connect(port))) {
            http.send(ascii("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"));
            assertThat(http.head()).startsWith("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_broker_that_stops_accepts_nobody(Harbour.Port port) throws Exception {
        harbour = new Harbour();
        harbour.broker.stopAccepting();
        try (WebSocketClient client = new WebSocketClient(harbour.connect(port))) {
            client.send(handshake(), binary(Mqtt.connect(4, "late", 60)));

            assertThat(client.isHungUp()).isTrue();
        }
        assertThat(harbour.connected).isEmpty();
    }

    @Test
    void a_listener_that_stops_refuses_handshakes() throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = new WebSocketClient(harbour.connect(Harbour.Port.HTTP))) {
            client.send(ascii("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"));
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            client.raw(5);
            harbour.http.stopAccepting();

            assertThat(client.send(handshake()).head()).startsWith("HTTP/1.1 503 Service Unavailable");
        }
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_client_that_takes_over_ends_the_older_connection(Harbour.Port port) throws Exception {
        harbour = new Harbour();
        try (WebSocketClient older = harbour.open(port).enter(5, "same");
                WebSocketClient newer = harbour.open(port).enter(5, "same")) {
            byte[] disconnect = older.packet();
            assertThat(disconnect[0]).isEqualTo((byte) 0xE0);
            assertThat(disconnect[2]).isEqualTo((byte) 0x8E);
            assertThat(older.frame().opcode()).isEqualTo(CLOSE);
            assertThat(newer.send(binary(Mqtt.PINGREQ)).packet()).isEqualTo(Mqtt.PINGRESP);
        }
    }

    @Test
    void tls_that_breaks_and_frames_that_are_none_leave_no_trace_in_the_log() throws Exception {
        harbour = new Harbour();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        try (Socket below = new Socket("127.0.0.1", harbour.http.tlsPort().orElseThrow())) {
            SSLSocketFactory tls = harbour.certificate().context().getSocketFactory();
            WebSocketClient client = WebSocketClient.open(tls.createSocket(below, "localhost", below.getPort(), true))
                    .enter(4, "broken");
            Connection connection = harbour.connectionOf("broken");
            below.getOutputStream().write(ascii("this is no record of TLS at all"));
            await().until(() -> harbour.disconnected.contains(connection));
            client.close();

            try (WebSocketClient other = harbour.open(Harbour.Port.HTTP)) {
                other.send(frame(0xFF, ascii("no such opcode")));
                assertThat(other.frame().opcode()).isEqualTo(CLOSE);
                assertThat(other.isHungUp()).isTrue();
            }
            await().atMost(10, TimeUnit.SECONDS).until(() -> !connection.isOpen());
        } finally {
            root.detachAppender(logged);
        }
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    @Test
    void the_connection_of_a_client_that_never_reads_its_farewell_is_closed_all_the_same() throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(Harbour.Port.HTTP).enter(4, "deaf")) {
            Connection connection = harbour.connectionOf("deaf");
            while (connection.isWritable()) {
                connection.reply(new ReplyRoute("reply/1", null), new byte[100_000]);
            }
            client.send(frame(LAST | CLOSE, (byte) 0x03, (byte) 0xE8));

            await().until(() -> harbour.disconnected.contains(connection));
        }
    }

    @Test
    void libtr50_with_https_proxy_speaks_mqtt_without_frames_after_its_literal_request() throws Exception {
        harbour = new Harbour();
        for (Harbour.Port port : Harbour.Port.values()) {
            try (WebSocketClient libtr50 = new WebSocketClient(harbour.connect(port))) {
                libtr50.send(ascii("GET /mqtt HTTP/1.1\r\nhost: gateway.example\r\n\r\n"));
                assertThat(libtr50.raw(19)).isEqualTo(ascii("HTTP/1.1 200 OK\r\n\r\n"));

                libtr50.send(Mqtt.connect(3, "app", 60));
                assertThat(libtr50.raw(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
                byte[] reply = Mqtt.publish("reply/1", "re:hello");
                libtr50.send(Mqtt.publish("api/1", "hello"));
                assertThat(libtr50.raw(reply.length)).isEqualTo(reply);
            }
        }
    }

    @Test
    void the_farewell_of_a_client_without_frames_is_the_end_of_its_connection() throws Exception {
        harbour = new Harbour(SHORT);
        try (WebSocketClient libtr50 = new WebSocketClient(harbour.connect(Harbour.Port.HTTPS))) {
            libtr50.send(ascii("GET /mqtt HTTP/1.1\r\nhost: gateway.example\r\n\r\n"));

            assertThat(libtr50.head()).containsExactly("HTTP/1.1 200 OK");
            assertThat(libtr50.isHungUp()).isTrue();
        }
    }

    /** Frames are as small as what is sent. */
    @Test
    void frames_stay_apart_from_each_other() throws Exception {
        harbour = new Harbour();
        try (WebSocketClient client = harbour.open(Harbour.Port.HTTP).enter(4, "apart")) {
            for (int i = 0; i < 50; i++) {
                client.send(binary(Mqtt.publish("api/" + i, "m" + i)));
            }
            for (int i = 0; i < 50; i++) {
                Frame frame = client.frame();
                assertThat(frame.first()).isEqualTo(LAST | BINARY);
                assertThat(frame.content()).isEqualTo(Mqtt.publish("reply/" + i, "re:m" + i));
            }
        }
    }
}
