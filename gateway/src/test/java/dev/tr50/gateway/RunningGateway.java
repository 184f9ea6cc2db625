package dev.tr50.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A whole gateway on free ports with a data folder of its own, started for the tests of a class. */
public final class RunningGateway implements BeforeAllCallback, AfterAllCallback {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final UnaryOperator<Settings> change;
    private final TestCertificate certificate;
    private Path data;
    private Map<String, String> credentials;
    private Gateway gateway;

    public RunningGateway() {
        this(settings -> settings);
    }

    public RunningGateway(GatewayLimits limits) {
        this(settings -> settings.withLimits(limits));
    }

    /** With other settings than the local ones. */
    public RunningGateway(UnaryOperator<Settings> change) {
        this(change, null);
    }

    private RunningGateway(UnaryOperator<Settings> change, TestCertificate certificate) {
        this.change = change;
        this.certificate = certificate;
    }

    /** With listeners for TLS beside the plain ones. */
    public static RunningGateway withTls() {
        return new RunningGateway(settings -> settings, TestCertificate.make());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        data = Files.createTempDirectory("gateway");
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        gateway.close();
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Stops the gateway as SIGTERM does and starts it again on the same data. */
    public void restart() throws IOException {
        gateway.close();
        start();
    }

    /** Changes what is stored while the gateway is stopped. */
    public void whileStopped(Consumer<Storage> change) throws IOException {
        gateway.close();
        try (Storage storage = Storage.open(data)) {
            change.accept(storage);
            storage.durable().join();
        }
        start();
    }

    private void start() throws IOException {
        Settings settings = change.apply(Settings.local(data));
        gateway = Gateway.start(
                certificate == null
                        ? settings
                        : settings.withListeners(settings.listeners().withTls(tls())));
        credentials = FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
    }

    private TlsSettings tls() throws IOException {
        certificate.write(data);
        return new TlsSettings(OptionalInt.of(0), OptionalInt.of(0), data.resolve("cert.pem"), data.resolve("key.pem"));
    }

    public Path data() {
        return data;
    }

    public int mqttPort() {
        return gateway.mqttPort();
    }

    public int httpPort() {
        return gateway.httpPort();
    }

    /** What is served over HTTP, as the router spells it. */
    public List<String> httpPaths() {
        return gateway.httpPaths();
    }

    public int mqttTlsPort() {
        return gateway.mqttTlsPort().orElseThrow();
    }

    public int httpTlsPort() {
        return gateway.httpTlsPort().orElseThrow();
    }

    /** What the listeners for TLS show; {@code cert.pem} in the data folder holds it too. */
    public TestCertificate certificate() {
        return certificate;
    }

    public String appToken() {
        return credentials.get(FirstStart.APP_TOKEN);
    }

    public String ownerEmail() {
        return credentials.get(FirstStart.ADMIN_EMAIL);
    }

    public String ownerPassword() {
        return credentials.get(FirstStart.ADMIN_PASSWORD);
    }

    /** A thing that connects with the application's token; registered when it is new. */
    public Tr50Client thing(String thingKey) {
        return client(thingKey, appToken());
    }

    /** Anybody. */
    public Tr50Client client(String user, String password) {
        return Tr50Client.connect("127.0.0.1", mqttPort(), user, password, null);
    }

    /** The user that the first start made. */
    public Tr50Client owner() {
        return client(ownerEmail(), ownerPassword());
    }

    /** One command and its reply, which must come. */
    public static JsonNode call(Tr50Client client, String command, String params)
            throws IOException, InterruptedException {
        return client.call(command, params, PATIENCE)
                .orElseThrow(() -> new AssertionError("no reply to " + command))
                .body();
    }

    /** Whether a client is still connected and answered. */
    public static boolean isServed(Tr50Client client) {
        try {
            return client.call("diag.ping", "{}", PATIENCE.dividedBy(20)).isPresent();
        } catch (IOException | InterruptedException | RuntimeException gone) {
            return false;
        }
    }

    /** Stores a file the way a device does: {@code file.put}, then the bytes by HTTP. */
    public void store(Tr50Client client, String putParams, String content) throws IOException, InterruptedException {
        JsonNode put = call(client, "file.put", putParams);
        HttpResponse<String> delivered =
                post("/file/" + put.at("/params/fileId").asText(), content);
        if (delivered.statusCode() != 200) {
            throw new AssertionError(put + " → " + delivered.statusCode() + " " + delivered.body());
        }
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Posts a TR50 message to {@code /api} and reads the answer, which must have status 200. */
    public JsonNode api(String message, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/api", message, headers);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.httpPort() + path);
    }
}
