package dev.tr50.gateway.dispatch;

import dev.tr50.broker.Authenticator;
import dev.tr50.broker.BrokerSettings;
import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.UserPrincipal;
import dev.tr50.gateway.http.ApiRoutes;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.mqtt.CommandMessages;
import dev.tr50.gateway.mqtt.MqttDoor;
import dev.tr50.gateway.mqtt.TopicMessages;
import dev.tr50.gateway.mqtt.Turns;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.Limits;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.storage.Group;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Role;
import dev.tr50.storage.Scope;
import dev.tr50.storage.User;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Both doors on free ports, in front of {@link SomebodyElse}, with one single worker. */
final class WaitingHouse implements AutoCloseable {
    static final int MOST_OF_SESSION = 300;
    static final int MOST = 310;
    static final int REPLY_BYTES = 4096;

    /** How long a connection of HTTP may be idle: it ends a quarter later. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    final SomebodyElse somebody = new SomebodyElse();
    final LimitCounts limits = new LimitCounts();
    final WaitingCalls calls = new WaitingCalls(MOST_OF_SESSION, MOST, limits);
    final List<String> counted = new CopyOnWriteArrayList<>();
    final MqttDoor door;
    final EmbeddedBroker broker;
    final HttpListener http;
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1);
    private final ReplyWriter writer = new ReplyWriter();
    private final EnvelopeReader reader = new EnvelopeReader(Limits.DEFAULT);
    private final Dispatcher dispatcher = new Dispatcher(
            somebody.commands(),
            () -> CompletableFuture.completedFuture(null),
            writer,
            REPLY_BYTES,
            calls,
            worker,
            new FaultLog(),
            (run, failure, nanos) -> counted.add(run.command() + " " + failure),
            limits);

    WaitingHouse() throws IOException {
        FaultLog faults = new FaultLog();
        door = new MqttDoor(
                new CommandMessages(reader, writer, 1 << 20, dispatcher, faults),
                new TopicMessages(dispatcher),
                1 << 20,
                () -> new RateLimit(1_000_000, limits),
                new Presence(),
                new Turns(worker, worker, worker),
                worker,
                limits);
        Authenticator anybody = login -> CompletableFuture.completedFuture(
                new Verdict.Accepted("group", login.username(), caller(Origin.mqtt("here"))));
        broker = EmbeddedBroker.start(BrokerSettings.on("127.0.0.1", 0), anybody, door);
        http = HttpListener.start(
                new HttpSettings("127.0.0.1", 0, 100, IDLE, 1, null),
                List.of(new ApiRoutes(this::call, 1 << 20, MemoryBudget.unlimited(), MemoryBudget.unlimited())));
    }

    private Answering<byte[]> call(byte[] message, String session, String remote) {
        try {
            return dispatcher
                    .run(caller(Origin.http(remote)), reader.read(message).entries())
                    .map(writer::write);
        } catch (CommandException e) {
            return Answering.now(writer.writeRootFailure(e));
        }
    }

    private static Caller caller(Origin origin) {
        return new Caller(
                ObjectId.next(),
                new UserPrincipal(new User(ObjectId.next(), "somebody@localhost", "", null, false)),
                new Group(ObjectId.next(), "GROUP", "Group", new Scope(1)),
                Role.EDITOR,
                origin,
                Instant.EPOCH);
    }

    @Override
    public void close() {
        broker.close();
        http.close(Duration.ZERO);
        worker.shutdownNow();
    }
}
