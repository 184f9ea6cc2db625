package dev.tr50.broker;

import static org.awaitility.Awaitility.await;

import dev.tr50.broker.BrokerSettings.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A broker on a free port with a little gateway behind it: it answers each command with {@code re:} and the command's
 * payload. A user name is {@code group.name}, its password {@code secret}; the user of that name may receive what is under
 * {@code thing/name/}, and one called {@code user} everything under {@code thing/}. What is published there waits in a list.
 */
final class Gateway implements CommandListener, Authenticator, AutoCloseable {

    static final String PASSWORD = "secret";

    final List<Connection> connected = new CopyOnWriteArrayList<>();
    final List<Connection> disconnected = new CopyOnWriteArrayList<>();
    final List<CommandMessage> commands = new CopyOnWriteArrayList<>();
    final List<TopicMessage> published = new CopyOnWriteArrayList<>();
    final AtomicInteger writabilityChanges = new AtomicInteger();
    final AtomicInteger logins = new AtomicInteger();
    final EmbeddedBroker broker;
    private volatile int pauseAfter;
    private volatile String poison;
    private volatile CompletableFuture<Void> answersToLogins = CompletableFuture.completedFuture(null);
    private volatile Consumer<Connection> whenConnected = connection -> {};

    private volatile BiConsumer<Connection, CommandMessage> answering = Gateway::answer;

    Gateway() throws IOException {
        this(settings());
    }

    Gateway(BrokerSettings settings) throws IOException {
        broker = EmbeddedBroker.start(settings, this, this);
    }

    /** Any free port on this machine alone, and refusals at once. */
    static BrokerSettings settings() {
        return BrokerSettings.on("127.0.0.1", 0)
                .withPatience(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO));
    }

    int port() {
        return broker.port();
    }

    @Override
    public CompletionStage<Verdict> authenticate(Login login) {
        logins.incrementAndGet();
        String password = login.password() == null ? "" : new String(login.password(), StandardCharsets.UTF_8);
        if (!password.equals(PASSWORD)) {
            return CompletableFuture.completedFuture(
                    new Verdict.Refused(Refusal.BAD_CREDENTIALS, "unknown user or wrong password"));
        }
        String group = login.username().substring(0, login.username().indexOf('.'));
        return answersToLogins.thenApply(now -> new Verdict.Accepted(group, login.username(), login.username()));
    }

    @Override
    public void connected(Connection connection) {
        connected.add(connection);
        whenConnected.accept(connection);
    }

    @Override
    public void received(Connection connection, CommandMessage message) {
        commands.add(message);
        if (commands.size() == pauseAfter) {
            connection.pauseReading();
        }
        String command = new String(message.payload(), StandardCharsets.UTF_8);
        if (command.equals(poison)) {
            throw new IllegalStateException("a bug in the gateway");
        }
        answering.accept(connection, message);
    }

    private static void answer(Connection connection, CommandMessage message) {
        String answer = "re:" + new String(message.payload(), StandardCharsets.UTF_8);
        connection.reply(message.reply(), answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void published(Connection connection, TopicMessage message) {
        if (new String(message.payload(), StandardCharsets.UTF_8).equals(poison)) {
            throw new IllegalStateException("a bug in the gateway");
        }
        published.add(message);
    }

    @Override
    public boolean maySubscribe(Connection connection, String filter) {
        String name = connection.username().substring(connection.username().indexOf('.') + 1);
        return name.equals("user") || filter.startsWith("thing/" + name + "/");
    }

    /** The message that was published as the so-many-th, counted from 0. */
    TopicMessage published(int index) {
        return await().until(() -> published, list -> list.size() > index).get(index);
    }

    @Override
    public void writabilityChanged(Connection connection) {
        writabilityChanges.incrementAndGet();
    }

    @Override
    public void disconnected(Connection connection) {
        disconnected.add(connection);
    }

    /** Has logins that are right wait for their answer until the future completes. */
    void holdLoginsUntil(CompletableFuture<Void> end) {
        answersToLogins = end;
    }

    /** Has something done with each connection as soon as it is let in. */
    void onConnected(Consumer<Connection> action) {
        whenConnected = action;
    }

    /** Makes the gateway stumble over a command or a message; null for over none any more. */
    void failOn(String command) {
        poison = command;
    }

    /** Has commands answered otherwise. */
    void answerBy(BiConsumer<Connection, CommandMessage> other) {
        answering = other;
    }

    /** Has a client paused when it has sent so many commands. */
    void pauseAfter(int count) {
        pauseAfter = count;
    }

    /** The open connection of a client that has its CONNACK, which may be ahead of the listener. */
    Connection connectionOf(String clientId) {
        return await().until(() -> openConnections(clientId).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private Stream<Connection> openConnections(String clientId) {
        return connected.stream().filter(connection -> connection.clientId().equals(clientId) && connection.isOpen());
    }

    @Override
    public void close() {
        broker.close();
    }
}
