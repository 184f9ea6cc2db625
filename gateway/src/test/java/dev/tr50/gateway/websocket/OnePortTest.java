package dev.tr50.gateway.websocket;

import static dev.tr50.gateway.websocket.WebSocketClient.CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.TlsSettings;
import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole gateway, of which clients know one port: MQTT over WebSocket, commands over HTTP, and files. */
class OnePortTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final MqttWebSocketConfig PATH =
            MqttWebSocketConfig.builder().serverPath("mqtt").build();

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private Gateway gateway;
    private String token;

    @BeforeEach
    void start() throws IOException {
        certificate = TestCertificate.make().write(folder);
        Settings local = Settings.local(folder.resolve("data"));
        TlsSettings tls = new TlsSettings(
                OptionalInt.empty(), OptionalInt.of(0), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        gateway = Gateway.start(local.withListeners(local.listeners().withTls(tls)));
        token = FirstStart.read(local.data().resolve(FirstStart.CREDENTIALS)).get(FirstStart.APP_TOKEN);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int port(Harbour.Port port) {
        return port == Harbour.Port.HTTP
                ? gateway.httpPort()
                : gateway.httpTlsPort().orElseThrow();
    }

    private MqttClientSslConfig ssl(Harbour.Port port) {
        return port == Harbour.Port.HTTP
                ? null
                : MqttClientSslConfig.builder()
                        .trustManagerFactory(certificate.trust())
                        .build();
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void a_thing_logs_in_by_websocket_and_stores_and_reads_a_file_on_the_same_port(Harbour.Port port) throws Exception {
        Mqtt3BlockingClient thing = Mqtt3Client.builder()
                .serverHost("localhost")
                .serverPort(port(port))
                .sslConfig(ssl(port))
                .webSocketConfig(PATH)
                .identifier("app")
                .buildBlocking();
        thing.connectWith()
                .simpleAuth()
                .username("pump-17")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        try (Mqtt3BlockingClient.Mqtt3Publishes replies = thing.publishes(MqttGlobalPublishFilter.ALL)) {
            thing.publishWith().topic("api/1").payload(command("file.put")).send();
            String upload =
                    fileId(replies.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());
            assertThat(post(port, "/file/" + upload, "twelve bytes")).isEqualTo("{\"success\":true}");

            thing.publishWith().topic("api/2").payload(command("file.get")).send();
            String download =
                    fileId(replies.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());
            assertThat(get(port, "/file/" + download)).isEqualTo("twelve bytes");
        }
        assertThat(post(port, "/api", "{\"1\":{\"command\":\"diag.ping\"}}")).startsWith("{\"success\":false");
        thing.disconnect();
    }

    @ParameterizedTest
    @EnumSource(Harbour.Port.class)
    void mqtt_5_comes_by_websocket_too(Harbour.Port port) throws Exception {
        Mqtt5BlockingClient thing = Mqtt5Client.builder()
                .serverHost("localhost")
                .serverPort(port(port))
                .sslConfig(ssl(port))
                .webSocketConfig(PATH)
                .identifier("app")
                .buildBlocking();
        thing.connectWith()
                .simpleAuth()
                .username("pump-18")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        try (Mqtt5BlockingClient.Mqtt5Publishes replies = thing.publishes(MqttGlobalPublishFilter.ALL)) {
            thing.publishWith()
                    .topic("api/7")
                    .payload("{\"1\":{\"command\":\"session.info\"}}".getBytes(StandardCharsets.UTF_8))
                    .send();
            JsonNode info = JSON.readTree(
                    replies.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes());

            assertThat(info.at("/1/params/thingKey").asText()).isEqualTo("pump-18");
        }
        thing.disconnect();
    }

    @Test
    void a_stop_says_goodbye_to_websockets_and_lets_a_running_upload_finish() throws Exception {
        String upload;
        try (WebSocketClient putting = connected("putting")) {
            putting.send(WebSocketClient.binary(Mqtt.publish("api/1", command("file.put"))));
            upload = fileId(Mqtt.payload(putting.packet()).getBytes(StandardCharsets.UTF_8));
        }
        try (WebSocketClient client = connected("staying");
                ByteClient uploading = new ByteClient(gateway.httpPort())) {
            uploading.send("POST /file/" + upload + " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 10\r\n\r\n");
            assertThat(uploading.head()).containsExactly("HTTP/1.1 100 Continue");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
            await().ignoreExceptions().until(() -> isRefused(gateway.httpPort()));

            uploading.send("0123456789");

            assertThat(uploading.head()).startsWith("HTTP/1.1 200 OK");
            WebSocketClient.Frame last = client.frame();
            while (last.opcode() != CLOSE) {
                last = client.frame();
            }
            assertThat(client.isHungUp()).isTrue();
            stopped.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (ByteClient late = new ByteClient(port)) {
            return late.send("GET /mqtt HTTP/1.1\r\nHost: h\r\n\r\n").head().isEmpty();
        }
    }

    private WebSocketClient connected(String clientId) throws IOException {
        WebSocketClient client = WebSocketClient.open(new Socket("127.0.0.1", gateway.httpPort()));
        client.send(WebSocketClient.binary(Mqtt.connect(4, clientId, 60, token)));
        assertThat(client.packet()).isEqualTo(new byte[] {0x20, 2, 0, 0});
        return client;
    }

    private static byte[] command(String name) {
        return ("{\"1\":{\"command\":\"" + name + "\",\"params\":{\"fileName\":\"a.bin\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String fileId(byte[] reply) throws IOException {
        return JSON.readTree(reply).at("/1/params/fileId").asText();
    }

    private String post(Harbour.Port port, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(port, path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private String get(Harbour.Port port, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(port, path)).build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.context()).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private URI uri(Harbour.Port port, String path) {
        String scheme = port == Harbour.Port.HTTP ? "http" : "https";
        return URI.create(scheme + "://localhost:" + port(port) + path);
    }
}
