package dev.tr50.gateway.mqtt;

import dev.tr50.broker.CommandListener;
import dev.tr50.broker.CommandMessage;
import dev.tr50.broker.Connection;
import dev.tr50.broker.TopicMessage;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.Zlib;
import dev.tr50.storage.Things;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Where MQTT clients come in: each connection has an {@link Inbox}, every message in it becomes commands and one reply. */
public final class MqttDoor implements CommandListener {
    /** How long a client may leave its replies unread before it is cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EnvelopeReader reader;
    private final ReplyWriter writer;
    private final MessageSize most;
    private final Supplier<RateLimit> rate;
    private final Dispatcher dispatcher;
    private final Presence presence;
    private final Things things;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final FaultLog faults;
    private final byte[] inboxFull;
    private final byte[] failed;
    private final Map<Connection, Inbox> inboxes = new ConcurrentHashMap<>();

    /**
     * @param most how large a message may be
     * @param rate makes the limit of a connection
     */
    public MqttDoor(
            EnvelopeReader reader,
            ReplyWriter writer,
            MessageSize most,
            Supplier<RateLimit> rate,
            Dispatcher dispatcher,
            Presence presence,
            Things things,
            Executor workers,
            ScheduledExecutorService timer,
            Clock clock,
            FaultLog faults) {
        this.reader = reader;
        this.writer = writer;
        this.most = most;
        this.rate = rate;
        this.dispatcher = dispatcher;
        this.presence = presence;
        this.things = things;
        this.workers = workers;
        this.timer = timer;
        this.clock = clock;
        this.faults = faults;
        this.failed = writer.writeRootFailure(
                new CommandException(ErrorCode.INTERNAL, "The gateway failed to answer; its log tells why"));
        this.inboxFull = writer.writeRootFailure(
                new CommandException(ErrorCode.RATE_LIMITED, "Too many messages wait already, this one was not read"));
    }

    @Override
    public void connected(Connection connection) {
        Caller caller = (Caller) connection.principal();
        RateLimit limit = rate.get();
        inboxes.put(
                connection, new Inbox(connection, message -> answer(connection, limit, message), inboxFull, workers));
        presence.arrived(caller);
    }

    @Override
    public void received(Connection connection, CommandMessage message) {
        if (message.payload().length > most.bytes()) {
            connection.close(
                    "a message of " + message.payload().length + " bytes, at most " + most.bytes() + " are taken");
        } else {
            inboxes.get(connection).take(message);
        }
    }

    @Override
    public void published(Connection connection, TopicMessage message) {
        message.acknowledge(TopicMessage.Outcome.NOT_AUTHORIZED);
    }

    @Override
    public boolean maySubscribe(Connection connection, String filter) {
        return false;
    }

    @Override
    public void writabilityChanged(Connection connection) {
        Inbox inbox = inboxes.get(connection);
        if (inbox == null) {
            return;
        }
        if (connection.isWritable()) {
            inbox.goOn();
        } else {
            timer.schedule(() -> closeIfStuck(connection), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void disconnected(Connection connection) {
        Inbox inbox = inboxes.remove(connection);
        Caller caller = (Caller) connection.principal();
        presence.left(caller);
        workers.execute(() -> caller.thing().ifPresent(thing -> things.touchLastSeen(thing.id(), clock.instant())));
        if (inbox != null) {
            inbox.goOn();
        }
    }

    /** Reads no more messages. Completes when those that came in before are answered. */
    public CompletableFuture<Void> drain() {
        inboxes.keySet().forEach(Connection::pauseReading);
        return CompletableFuture.allOf(
                inboxes.values().stream().map(Inbox::idle).toArray(CompletableFuture<?>[]::new));
    }

    private static void closeIfStuck(Connection connection) {
        if (connection.isOpen() && !connection.isWritable()) {
            connection.close("it has not read its replies for " + PATIENCE.toSeconds() + " s");
        }
    }

    private CompletionStage<byte[]> answer(Connection connection, RateLimit limit, CommandMessage message) {
        Caller caller = (Caller) connection.principal();
        try {
            byte[] json =
                    message.compressed() ? Zlib.inflate(message.payload(), most.inflatedBytes()) : message.payload();
            return dispatcher
                    .run(caller, limit.admit(reader.read(json).entries()))
                    .thenApply(replies -> fitting(connection, message, replies))
                    .exceptionally(fault -> packed(message, failed(caller, fault)));
        } catch (CommandException e) {
            return CompletableFuture.completedFuture(packed(message, writer.writeRootFailure(e)));
        } catch (RuntimeException | StackOverflowError e) {
            return CompletableFuture.completedFuture(packed(message, failed(caller, e)));
        }
    }

    /** What the client cannot take is answered with why, under the ids of its commands, and what fits nowhere by closing. */
    private byte[] fitting(Connection connection, CommandMessage message, List<ReplyWriter.Encoded> replies) {
        int largest = connection.largestReply(message.reply());
        byte[] reply = packed(message, writer.write(replies));
        if (reply.length <= largest) {
            return reply;
        }
        byte[] refusal = packed(message, writer.write(dispatcher.tooLarge(replies, largest)));
        if (refusal.length > largest) {
            connection.close("no answer fits into the " + largest + " bytes that the client takes");
        }
        return refusal;
    }

    private byte[] failed(Caller caller, Throwable fault) {
        faults.log("Answering a message", caller, fault);
        return failed;
    }

    private static byte[] packed(CommandMessage message, byte[] reply) {
        return message.compressed() ? Zlib.deflate(reply) : reply;
    }
}
