package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class MqttOverTlsTest {

    private static final int TLS_ALERT = 21;
    private static final int PROTOCOL_VERSION = 70;
    private static Certificate certificate;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private Gateway gateway;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        certificate = new Certificate(folder);
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway(Gateway.settings().withTls(new MqttTls(0, certificate.keyManager())));
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stop() {
        root.detachAppender(logged);
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_trusts_the_certificate_gets_its_replies(String version) throws Exception {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost("localhost")
                .serverPort(tlsPort())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(certificate.trust())
                        .protocols(List.of(version))
                        .build())
                .identifier("app")
                .buildBlocking();
        client.connectWith()
                .simpleAuth()
                .username("a.pump")
                .password(Gateway.PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        try (Mqtt5BlockingClient.Mqtt5Publishes replies = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.publishWith()
                    .topic("api/1")
                    .payload("hello".getBytes(StandardCharsets.UTF_8))
                    .send();

            assertThat(replies.receive(10, TimeUnit.SECONDS))
                    .hasValueSatisfying(reply ->
                            assertThat(reply.getPayloadAsBytes()).asString().isEqualTo("re:hello"));
        }
        client.disconnect();
    }

    @Test
    void the_plain_listener_is_there_as_before() throws Exception {
        try (RawClient plain = RawClient.connected(gateway, 4, "a.pump", "app")) {
            plain.send(RawClient.ping());

            assertThat(plain.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    @Test
    void what_is_much_more_than_a_socket_holds_waits_for_a_client_that_does_not_read() throws Exception {
        try (RawClient client = new RawClient(handshake("TLSv1.3"))) {
            client.enter(4, "a.pump", "app");
            Connection connection = gateway.connectionOf("app");
            for (int i = 0; i < 200; i++) {
                connection.reply(new ReplyRoute("reply/" + i, null), new byte[100_000]);
            }
            await().until(() -> !connection.isWritable());

            for (int i = 0; i < 200; i++) {
                assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo("reply/" + i);
            }
            await().until(connection::isWritable);
        }
    }

    @Test
    void a_connection_that_is_cut_is_noticed() throws Exception {
        try (RawClient client = new RawClient(handshake("TLSv1.2"))) {
            client.enter(4, "a.pump", "app");
            gateway.connectionOf("app");
        }
        await().until(() -> gateway.disconnected.size() == 1);
    }

    @Test
    void a_client_of_tls_1_1_is_refused_and_logged_nowhere() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", tlsPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(clientHello(1));
            byte[] answer = socket.getInputStream().readAllBytes();

            assertThat(answer[0]).isEqualTo((byte) TLS_ALERT);
            assertThat(answer[6]).isEqualTo((byte) PROTOCOL_VERSION);
        }
        assertNothingLogged();
    }

    @Test
    void who_does_not_speak_tls_is_cut_off_and_logged_nowhere() throws Exception {
        try (RawClient plain = new RawClient(tlsPort())) {
            plain.send(RawClient.connect(4, true, "app", "a.pump", Gateway.PASSWORD));

            plain.drain();
        }
        assertNothingLogged();
    }

    @Test
    void who_does_not_trust_the_certificate_leaves_no_trace() throws Exception {
        try (SSLSocket client = (SSLSocket) SSLSocketFactory.getDefault().createSocket("127.0.0.1", tlsPort())) {
            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(gateway.connected).isEmpty();
        assertNothingLogged();
    }

    @Test
    void who_never_begins_the_handshake_is_cut_off_and_logged_nowhere() throws Exception {
        BrokerSettings impatient = Gateway.settings()
                .withPatience(new BrokerSettings.Patience(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ZERO))
                .withTls(new MqttTls(0, certificate.keyManager()));
        try (Gateway other = new Gateway(impatient);
                RawClient silent = new RawClient(other.broker.tlsPort().orElseThrow())) {
            silent.drain();
        }
        assertNothingLogged();
    }

    @Test
    void rubbish_after_the_handshake_ends_the_connection_and_is_logged_nowhere() throws Exception {
        try (Socket tcp = new Socket("127.0.0.1", tlsPort());
                SSLSocket tls = (SSLSocket)
                        certificate.context().getSocketFactory().createSocket(tcp, "localhost", tlsPort(), false)) {
            tls.startHandshake();
            new RawClient(tls).enter(4, "a.pump", "app");
            tcp.getOutputStream().write(new byte[100]);

            await().until(() -> gateway.disconnected.size() == 1);
        }
        assertNothingLogged();
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            BrokerSettings settings =
                    Gateway.settings().withTls(new MqttTls(taken.getLocalPort(), certificate.keyManager()));

            assertThatThrownBy(() -> new Gateway(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private int tlsPort() {
        return gateway.broker.tlsPort().orElseThrow();
    }

    private SSLSocket handshake(String version) throws Exception {
        SSLSocket socket = (SSLSocket) certificate.context().getSocketFactory().createSocket("127.0.0.1", tlsPort());
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    private void assertNothingLogged() {
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    /** What a client sends first that knows no later version than TLS 1.{@code minor}. */
    private static byte[] clientHello(int minor) {
        RawClient.Body hello = new RawClient.Body().octet(3).octet(minor + 1).raw(new byte[32]);
        hello.octet(0)
                .number(6)
                .number(0xC009)
                .number(0xC013)
                .number(0x00FF)
                .octet(1)
                .octet(0);
        byte[] body = hello.bytes();
        RawClient.Body handshake =
                new RawClient.Body().octet(1).octet(0).number(body.length).raw(body);
        byte[] content = handshake.bytes();
        return new RawClient.Body()
                .octet(22)
                .octet(3)
                .octet(1)
                .number(content.length)
                .raw(content)
                .bytes();
    }
}
