package dev.tr50.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient.Mqtt3Publishes;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import dev.tr50.gateway.Settings.Listeners;
import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        certificate = TestCertificate.make().write(folder);
        TlsSettings tls = new TlsSettings(
                OptionalInt.of(0), OptionalInt.of(0), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        gateway = Gateway.start(Settings.local(folder.resolve("data"))
                .withListeners(Listeners.local().withTls(tls)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_thing_stores_a_file_and_reads_it_back_and_nothing_of_it_goes_unencrypted() throws Exception {
        byte[] bytes = new byte[3 * 1024 * 1024 + 1];
        new Random(7).nextBytes(bytes);
        Mqtt3BlockingClient thing = connect();
        try (Mqtt3Publishes replies = thing.publishes(MqttGlobalPublishFilter.ALL)) {
            String upload = fileId(thing, replies, "file.put");
            assertThat(post("/file/" + upload, bytes).statusCode()).isEqualTo(200);

            String download = fileId(thing, replies, "file.get");
            try (ByteClient client = get(download, "")) {
                assertThat(client.head()).startsWith("HTTP/1.1 200 OK").contains("Transfer-Encoding: chunked");
                assertThat(Long.parseLong(client.line(), 16)).isEqualTo(bytes.length);
                assertThat(client.bytes(bytes.length)).isEqualTo(bytes);
                assertThat(client.rest()).isEqualTo("\r\n0\r\n\r\n");
            }
            try (ByteClient client = get(download, "Range: bytes=3145720-\r\n")) {
                assertThat(client.head())
                        .startsWith("HTTP/1.1 206 Partial Content")
                        .contains("Content-Length: 9");
                assertThat(client.bytes(9)).isEqualTo(Arrays.copyOfRange(bytes, 3_145_720, bytes.length));
            }
        }
        thing.disconnect();
    }

    @Test
    void a_new_certificate_is_served_on_both_ports_without_a_restart() throws Exception {
        Mqtt3BlockingClient connectedBefore = connect();
        TestCertificate next = TestCertificate.make().write(folder);

        await().ignoreException(SSLHandshakeException.class)
                .until(() -> shownBy(next, gateway.httpTlsPort().orElseThrow()).equals(next.certificate()));
        assertThat(shownBy(next, gateway.mqttTlsPort().orElseThrow())).isEqualTo(next.certificate());
        assertThat(connectedBefore.getState().isConnected()).isTrue();
        connectedBefore.disconnect();
    }

    private static Certificate shownBy(TestCertificate trusted, int port) throws IOException {
        try (Socket socket = trusted.connect(port)) {
            return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        }
    }

    private Mqtt3BlockingClient connect() throws IOException {
        String token = FirstStart.read(folder.resolve("data").resolve(FirstStart.CREDENTIALS))
                .get(FirstStart.APP_TOKEN);
        Mqtt3BlockingClient thing = Mqtt3Client.builder()
                .serverHost("localhost")
                .serverPort(gateway.mqttTlsPort().orElseThrow())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(certificate.trust())
                        .protocols(List.of("TLSv1.3", "TLSv1.2"))
                        .build())
                .identifier("app")
                .buildBlocking();
        thing.connectWith()
                .simpleAuth()
                .username("pump-17")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return thing;
    }

    private static String fileId(Mqtt3BlockingClient thing, Mqtt3Publishes replies, String command) throws Exception {
        String request = "{\"1\":{\"command\":\"" + command + "\",\"params\":{\"fileName\":\"a.bin\"}}}";
        thing.publishWith()
                .topic("api")
                .payload(request.getBytes(StandardCharsets.UTF_8))
                .send();
        JsonNode reply = JSON.readTree(
                replies.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());
        return reply.at("/1/params/fileId").asText();
    }

    private HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.context()).build();
        URI uri = URI.create("https://localhost:" + gateway.httpTlsPort().orElseThrow() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private ByteClient get(String fileId, String header) throws IOException {
        Socket socket = certificate.connect(gateway.httpTlsPort().orElseThrow());
        return new ByteClient(socket)
                .send("GET /file/" + fileId + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + header + "\r\n");
    }
}
