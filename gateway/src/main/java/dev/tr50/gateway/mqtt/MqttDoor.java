package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tr50.broker.CommandListener;
import dev.tr50.broker.CommandMessage;
import dev.tr50.broker.Connection;
import dev.tr50.broker.TopicMessage;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Rights;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.gateway.topic.TopicAccess;
import dev.tr50.storage.Thing;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where MQTT clients come in: each connection has an {@link Inbox}, in which its messages are run in their turn. */
public final class MqttDoor implements CommandListener {
    private static final Logger LOG = LoggerFactory.getLogger(MqttDoor.class);
    private static final String MAILBOX_ACTIVITY = "notify/mailbox_activity";

    /** How long a client may leave its replies unread, without a break, before it is cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One changes the database, the next ones are ready to. */
    private static final int CHANGING_AT_ONCE = 4;

    private final CommandMessages commands;
    private final TopicMessages topics;
    private final int mostBytes;
    private final Supplier<RateLimit> rate;
    private final Presence presence;
    private final Turns turns;
    private final ScheduledExecutorService timer;
    private final LimitCounts counts;
    private final Backlog backlog;
    private final ChangeGate gate = new ChangeGate(CHANGING_AT_ONCE);
    private final Map<Connection, Desk> desks = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> leftovers = ConcurrentHashMap.newKeySet();

    /** What each connection has of its own. */
    private static final class Desk {
        private final Inbox inbox;
        private final RateLimit limit;

        /** Ends the connection; null while the client reads. Touched by the connection's I/O thread alone. */
        private ScheduledFuture<?> patience;

        Desk(Inbox inbox, RateLimit limit) {
            this.inbox = inbox;
            this.limit = limit;
        }

        void calmDown() {
            if (patience != null) {
                patience.cancel(false);
                patience = null;
            }
        }
    }

    /**
     * @param mostBytes how large a message may be
     * @param rate makes the limit of a connection
     */
    public MqttDoor(
            CommandMessages commands,
            TopicMessages topics,
            int mostBytes,
            Supplier<RateLimit> rate,
            Presence presence,
            Turns turns,
            ScheduledExecutorService timer,
            LimitCounts counts) {
        this.commands = commands;
        this.topics = topics;
        this.mostBytes = mostBytes;
        this.rate = rate;
        this.presence = presence;
        this.turns = turns;
        this.timer = timer;
        this.counts = counts;
        this.backlog = Backlog.ofThisProcess(counts);
    }

    @Override
    public void connected(Connection connection) {
        Caller caller = (Caller) connection.principal();
        tell("Connected", caller);
        desks.put(connection, new Desk(new Inbox(connection, turns, backlog, gate), rate.get()));
        if (caller.rights().get() == Rights.NONE) {
            connection.close("its right to be here has ended while it logged in");
        }
        presence.arrived(caller, () -> connection.notify(MAILBOX_ACTIVITY, mailboxActivity(caller)));
    }

    /** The keys of things and the ids of sessions hold nothing that JSON writes otherwise. */
    private static byte[] mailboxActivity(Caller caller) {
        String thingKey = caller.thing().map(Thing::key).orElseThrow();
        return ("{\"sessionId\":\"" + caller.sessionId() + "\",\"thingKey\":\"" + thingKey + "\"}").getBytes(UTF_8);
    }

    @Override
    public void received(Connection connection, CommandMessage message) {
        if (fits(connection, message.payload())) {
            Desk desk = desks.get(connection);
            desk.inbox.take(commands.of(connection, desk.limit, message));
        }
    }

    @Override
    public void published(Connection connection, TopicMessage message) {
        if (fits(connection, message.payload())) {
            Desk desk = desks.get(connection);
            desk.inbox.take(topics.of(connection, desk.limit, message));
        } else {
            message.acknowledge(TopicMessage.Outcome.PAYLOAD_INVALID);
        }
    }

    private static void tell(String what, Caller caller) {
        LOG.atDebug()
                .addKeyValue("client", caller.whoAmI())
                .addKeyValue("from", caller.origin().remoteAddress())
                .log(what);
    }

    private boolean fits(Connection connection, byte[] payload) {
        if (payload.length > mostBytes) {
            counts.met(Limit.MESSAGE_BYTES);
            connection.close("a message of " + payload.length + " bytes, at most " + mostBytes + " are taken");
            return false;
        }
        return true;
    }

    @Override
    public boolean maySubscribe(Connection connection, String filter) {
        return TopicAccess.maySubscribe((Caller) connection.principal(), filter);
    }

    @Override
    public void writabilityChanged(Connection connection) {
        Desk desk = desks.get(connection);
        if (desk == null) {
            return;
        }
        if (connection.isWritable()) {
            desk.calmDown();
            desk.inbox.goOn();
        } else if (desk.patience == null) {
            desk.patience = timer.schedule(() -> closeIfStuck(connection), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void disconnected(Connection connection) {
        Desk desk = desks.remove(connection);
        Caller caller = (Caller) connection.principal();
        tell("Disconnected", caller);
        presence.left(caller);
        if (desk != null) {
            desk.calmDown();
            desk.inbox.left();
            remember(desk.inbox.idle());
        }
    }

    /** So that a stop waits for what is left too. */
    private void remember(CompletableFuture<Void> leftover) {
        if (!leftover.isDone()) {
            leftovers.add(leftover);
            leftover.thenRun(() -> leftovers.remove(leftover));
        }
    }

    /** Those that are open. */
    public Stream<Connection> connections() {
        return desks.keySet().stream();
    }

    /** Messages of all connections that wait to be run. */
    public long waitingMessages() {
        return backlog.messages();
    }

    /** Connections whose next message waits until others have changed the database. */
    public int waitingForChanges() {
        return gate.waiting();
    }

    /** What they hold, in bytes, with what each costs beside its payload. */
    public long waitingBytes() {
        return backlog.bytes();
    }

    /** Reads no more messages. Completes when those that came in before are answered. */
    public CompletableFuture<Void> drain() {
        desks.keySet().forEach(Connection::pauseReading);
        return CompletableFuture.allOf(
                Stream.concat(desks.values().stream().map(desk -> desk.inbox.idle()), leftovers.stream())
                        .toArray(CompletableFuture<?>[]::new));
    }

    /**
     * What came in and has not been run is not run any more: clients that are there are told so under their requests.
     *
     * @return how many messages were told so until now
     */
    public long giveUp() {
        backlog.giveUp();
        return backlog.notRun();
    }

    private void closeIfStuck(Connection connection) {
        if (connection.isOpen() && !connection.isWritable()) {
            counts.met(Limit.UNREAD_REPLIES);
            connection.close("it has not read its replies for " + PATIENCE.toSeconds() + " s");
        }
    }
}
