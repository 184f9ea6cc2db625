package dev.tr50.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.certificate.TestAuthority;
import dev.tr50.gateway.certificate.TestCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class ClientCertificateTest {
    private static final byte[] HTTP_REQUEST =
            "GET /mqtt HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** CONNECT of MQTT 3.1.1 by user {@code pump-17} with password {@code wrong}. */
    private static final byte[] CONNECT =
            "\20\35\0\4MQTT\4\302\0\74\0\1c\0\7pump-17\0\5wrong".getBytes(StandardCharsets.ISO_8859_1);

    private static TestCertificate server;
    private static TestAuthority trusted;
    private static TestAuthority foreign;

    @TempDir
    Path folder;

    private Gateway gateway;

    enum Door {
        MQTT,
        HTTP
    }

    @BeforeAll
    static void make() {
        server = TestCertificate.make();
        trusted = TestAuthority.make();
        foreign = TestAuthority.make();
    }

    private void start(boolean required) throws IOException {
        server.write(folder);
        Settings local = Settings.local(folder.resolve("data"));
        TlsSettings tls = new TlsSettings(
                        OptionalInt.of(0), OptionalInt.of(0), folder.resolve("cert.pem"), folder.resolve("key.pem"))
                .withClients(new TlsSettings.Clients(trusted.write(authorities()), required));
        gateway = Gateway.start(local.withListeners(local.listeners().withTls(tls)));
    }

    private Path authorities() {
        return folder.resolve("ca.pem");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private SSLSocket connect(Door door, SSLContext client, String version) throws IOException {
        int port = (door == Door.MQTT ? gateway.mqttTlsPort() : gateway.httpTlsPort()).orElseThrow();
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private boolean isServed(Door door, SSLContext client) throws IOException {
        return isServed(door, client, "TLSv1.3");
    }

    /** Whether bytes come back; in TLS 1.3 a client learns of its refusal only then. */
    private boolean isServed(Door door, SSLContext client, String version) throws IOException {
        try (SSLSocket socket = connect(door, client, version)) {
            ask(door, socket);
            return true;
        } catch (SSLException | SocketException | EOFException refused) {
            return false;
        }
    }

    private static void ask(Door door, SSLSocket socket) throws IOException {
        socket.getOutputStream().write(door == Door.MQTT ? CONNECT : HTTP_REQUEST);
        if (socket.getInputStream().readNBytes(4).length < 4) {
            throw new EOFException();
        }
    }

    @ParameterizedTest
    @CsvSource({"MQTT, TLSv1.2", "MQTT, TLSv1.3", "HTTP, TLSv1.2", "HTTP, TLSv1.3"})
    void where_certificates_are_required_only_a_good_one_opens(Door door, String version) throws Exception {
        start(true);

        assertThat(isServed(door, trusted.good(server), version)).isTrue();
        assertThat(isServed(door, server.context(), version)).isFalse();
        assertThat(isServed(door, foreign.good(server), version)).isFalse();
        assertThat(isServed(door, trusted.expired(server), version)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void where_they_are_optional_none_will_do_and_a_wrong_one_will_not(Door door) throws Exception {
        start(false);

        assertThat(isServed(door, server.context())).isTrue();
        assertThat(isServed(door, trusted.good(server))).isTrue();
        assertThat(isServed(door, foreign.good(server))).isFalse();
        assertThat(isServed(door, trusted.expired(server))).isFalse();
    }

    @Test
    void a_certificate_does_not_stand_for_a_password() throws Exception {
        start(true);
        try (SSLSocket socket = connect(Door.MQTT, trusted.good(server), "TLSv1.3")) {
            socket.getOutputStream().write(CONNECT);

            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 4);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void new_authorities_hold_without_a_restart_even_for_a_session_that_would_be_resumed(Door door) throws Exception {
        start(true);
        SSLContext before = trusted.good(server);
        SSLContext after = foreign.good(server);
        assertThat(isServed(door, before)).isTrue();
        assertThat(isServed(door, before)).isTrue();
        assertThat(isServed(door, after)).isFalse();

        foreign.write(authorities());

        await().until(() -> isServed(door, after));
        assertThat(isServed(door, before)).isFalse();
    }

    @Test
    void an_open_connection_outlives_its_authority() throws Exception {
        start(true);
        SSLContext fresh = foreign.good(server);
        try (SSLSocket open = connect(Door.HTTP, trusted.good(server), "TLSv1.3")) {
            ask(Door.HTTP, open);
            foreign.write(authorities());
            await().until(() -> isServed(Door.HTTP, fresh));

            open.getOutputStream().write(HTTP_REQUEST);
            assertThat(open.getInputStream().read()).isNotNegative();
        }
    }

    @Test
    void refused_handshakes_are_logged_nowhere() throws Exception {
        start(true);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        try {
            for (Door door : Door.values()) {
                for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                    assertThat(isServed(door, server.context(), version)).isFalse();
                    assertThat(isServed(door, foreign.good(server), version)).isFalse();
                }
            }
        } finally {
            root.detachAppender(logged);
        }
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }
}
