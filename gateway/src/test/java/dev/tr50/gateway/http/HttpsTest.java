package dev.tr50.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.certificate.CertificateFiles;
import dev.tr50.gateway.certificate.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpsTest {
    private static final int TLS_ALERT = 21;
    private static final int PROTOCOL_VERSION = 70;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @TempDir
    Path folder;

    private HttpListener listener;

    private TestCertificate start(String keyAlgorithm) throws IOException {
        TestCertificate certificate = TestCertificate.make(keyAlgorithm).write(folder);
        listener = HttpListener.start(
                settings(0),
                List.of(router -> router.post("/")
                        .handler(ctx -> ctx.request()
                                .body()
                                .onSuccess(body -> ctx.response().end(body)))));
        return certificate;
    }

    private HttpSettings settings(int port) throws IOException {
        CertificateFiles files = CertificateFiles.open(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return HttpSettings.on("127.0.0.1", 0).withTls(new HttpTls(port, files.keyManager()));
    }

    @BeforeEach
    void log() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stop() {
        if (listener != null) {
            listener.close(Duration.ofSeconds(1));
        }
        root.detachAppender(logged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void a_client_of_today_talks_http_1_1_whatever_the_kind_of_key(String keyAlgorithm) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(start(keyAlgorithm).context())
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + tlsPort() + "/"))
                .POST(BodyPublishers.ofString("hello"))
                .build();
        for (int connection = 0; connection < 3; connection++) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_1_2_and_1_3_are_spoken_and_plain_http_on_its_own_port(String version) throws Exception {
        TestCertificate certificate = start("RSA");
        String request = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";
        try (ByteClient encrypted = new ByteClient(certificate.connect(tlsPort(), version));
                ByteClient plain = new ByteClient(listener.port())) {
            assertThat(encrypted.send(request).rest())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\nhi");
            assertThat(plain.send(request).rest()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nhi");
        }
    }

    @Test
    void tls_1_1_is_refused_and_logged_nowhere() throws Exception {
        start("RSA");
        try (ByteClient old = new ByteClient(listener.tlsPort().orElseThrow())) {
            byte[] answer = old.send(helloOfTls11()).bytes(7);

            assertThat(answer[0]).isEqualTo((byte) TLS_ALERT);
            assertThat(answer[6]).isEqualTo((byte) PROTOCOL_VERSION);
            old.rest();
        }
        assertNothingLogged();
    }

    @Test
    void who_speaks_no_tls_is_cut_off_and_logged_nowhere() throws Exception {
        start("EC");
        try (ByteClient plain = new ByteClient(tlsPort())) {
            assertThat(plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").rest()).doesNotContain("HTTP/1.1");
        }
        assertNothingLogged();
    }

    @Test
    void who_does_not_trust_the_certificate_leaves_no_trace() throws Exception {
        start("EC");
        try (SSLSocket stranger = (SSLSocket) SSLSocketFactory.getDefault().createSocket("127.0.0.1", tlsPort())) {
            assertThatThrownBy(stranger::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
        try (ByteClient plain = new ByteClient(listener.port())) {
            plain.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").rest();
        }
        assertNothingLogged();
    }

    @Test
    void a_port_in_use_is_named_in_the_message() throws Exception {
        TestCertificate.make().write(folder);
        try (ServerSocket taken = new ServerSocket(0)) {
            HttpSettings settings = settings(taken.getLocalPort());

            assertThatThrownBy(() -> HttpListener.start(settings, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HTTPS on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void one_port_cannot_be_both() throws Exception {
        TestCertificate.make().write(folder);
        HttpTls tls = settings(8443).tls();

        assertThatThrownBy(() -> HttpSettings.on("127.0.0.1", 8443).withTls(tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must differ");
    }

    private int tlsPort() {
        return listener.tlsPort().orElseThrow();
    }

    private void assertNothingLogged() {
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    /** The first record of a client that knows no later version. */
    private static byte[] helloOfTls11() {
        byte[] hello = new byte[5 + 4 + 47];
        int[] head = {22, 3, 1, 0, hello.length - 5, 1, 0, 0, hello.length - 9, 3, 2};
        int[] tail = {0, 0, 8, 0xC0, 0x13, 0xC0, 0x09, 0x00, 0x2F, 0x00, 0xFF, 1, 0};
        for (int i = 0; i < head.length; i++) {
            hello[i] = (byte) head[i];
        }
        for (int i = 0; i < tail.length; i++) {
            hello[hello.length - tail.length + i] = (byte) tail[i];
        }
        return hello;
    }
}
