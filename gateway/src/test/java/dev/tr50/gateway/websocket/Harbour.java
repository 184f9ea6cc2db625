package dev.tr50.gateway.websocket;

import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Authenticator;
import dev.tr50.broker.BrokerSettings;
import dev.tr50.broker.BrokerSettings.Patience;
import dev.tr50.broker.CommandListener;
import dev.tr50.broker.CommandMessage;
import dev.tr50.broker.Connection;
import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.broker.TopicMessage;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.certificate.CertificateFiles;
import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpObserver;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.http.HttpTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker behind {@code /mqtt} of a listener for HTTP and HTTPS, beside a route {@code /hello}. It answers each command with
 * {@code re:} and the command's payload, and lets in everybody.
 */
final class Harbour implements CommandListener, AutoCloseable {
    static final BrokerSettings BROKER = BrokerSettings.on("127.0.0.1", 0);
    static final HttpSettings HTTP = HttpSettings.on("127.0.0.1", 0);

    final List<Connection> connected = new CopyOnWriteArrayList<>();
    final List<Connection> disconnected = new CopyOnWriteArrayList<>();
    final AtomicInteger commands = new AtomicInteger();
    final EmbeddedBroker broker;
    final HttpListener http;
    private static final TestCertificate CERTIFICATE = TestCertificate.make();

    /** The two ports by which clients come. */
    enum Port {
        HTTP,
        HTTPS
    }

    Harbour() throws IOException {
        this(BROKER, HTTP);
    }

    Harbour(Patience patience) throws IOException {
        this(BROKER.withPatience(patience), HTTP);
    }

    Harbour(BrokerSettings brokerSettings, HttpSettings httpSettings) throws IOException {
        Authenticator everybody = login ->
                CompletableFuture.completedFuture(new Verdict.Accepted("PLANT1", login.username(), login.username()));
        broker = EmbeddedBroker.start(brokerSettings, everybody, this);
        http = HttpListener.start(
                httpSettings.withTls(new HttpTls(0, identity().keyManager())),
                List.of(new MqttUpgrade(broker.maxPacketBytes(), broker::adopt)),
                List.of(router ->
                        router.get("/hello").handler(ctx -> ctx.response().end("hello"))),
                HttpObserver.NOBODY);
    }

    private CertificateFiles identity() throws IOException {
        Path folder = Files.createTempDirectory("harbour");
        CERTIFICATE.write(folder);
        CertificateFiles files = CertificateFiles.open(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        Files.delete(folder.resolve("cert.pem"));
        Files.delete(folder.resolve("key.pem"));
        Files.delete(folder);
        return files;
    }

    /** A connection on which nothing is said yet. */
    Socket connect(Port port) throws IOException {
        return port == Port.HTTP
                ? new Socket("127.0.0.1", http.port())
                : CERTIFICATE.connect(http.tlsPort().orElseThrow());
    }

    TestCertificate certificate() {
        return CERTIFICATE;
    }

    /** A client whose WebSocket is open. */
    WebSocketClient open(Port port) throws IOException {
        return WebSocketClient.open(connect(port));
    }

    /** The open connection of a client that has its CONNACK, which may be ahead of the listener. */
    Connection connectionOf(String clientId) {
        return await().until(
                        () -> connected.stream()
                                .filter(connection -> connection.clientId().equals(clientId) && connection.isOpen())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void connected(Connection connection) {
        connected.add(connection);
    }

    @Override
    public void received(Connection connection, CommandMessage message) {
        commands.incrementAndGet();
        String answer = "re:" + new String(message.payload(), StandardCharsets.UTF_8);
        connection.reply(message.reply(), answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writabilityChanged(Connection connection) {
        // The tests look themselves.
    }

    @Override
    public void published(Connection connection, TopicMessage message) {
        throw new UnsupportedOperationException("no test publishes on topics");
    }

    @Override
    public boolean maySubscribe(Connection connection, String filter) {
        return true;
    }

    @Override
    public void disconnected(Connection connection) {
        disconnected.add(connection);
    }

    @Override
    public void close() {
        broker.close();
        http.close(Duration.ZERO);
    }
}
