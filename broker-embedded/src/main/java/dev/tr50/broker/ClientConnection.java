package dev.tr50.broker;

import dev.tr50.broker.BrokerCounts.Excess;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that was let in, and what is on its way to it. */
final class ClientConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** Replies at QoS 1 on their way to one client; no more than its queue holds. */
    private static final int MAX_UNACKNOWLEDGED = 500;

    /** How long a client may take to accept the news that it is being disconnected. */
    private static final int FAREWELL_SECONDS = 2;

    private final Admission admission;
    private final ClientSession session;
    private final BrokerCore core;
    private final ReadGate gate;
    private final Channel channel;
    private final InetSocketAddress remoteAddress;
    private final long since = System.nanoTime();
    private final Queue<MqttMessage> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean flushScheduled = new AtomicBoolean();
    private volatile ChannelHandlerContext border;
    private volatile boolean expelled;

    ClientConnection(Admission admission, ClientSession session, BrokerCore core, ReadGate gate, Channel channel) {
        this.admission = admission;
        this.session = session;
        this.core = core;
        this.gate = gate;
        this.channel = channel;
        this.remoteAddress = (InetSocketAddress) channel.remoteAddress();
    }

    /** Packets are written from this place of the pipeline, past everything that translates Moquette's. */
    void writeFrom(ChannelHandlerContext context) {
        border = context;
    }

    @Override
    public String clientId() {
        return admission.key().clientId();
    }

    @Override
    public String username() {
        return admission.key().user().name();
    }

    @Override
    public Object principal() {
        return admission.principal();
    }

    @Override
    public String group() {
        return admission.key().user().group();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public MqttLevel level() {
        return admission.level();
    }

    ClientSession session() {
        return session;
    }

    long ageNanos() {
        return System.nanoTime() - since;
    }

    ReadGate gate() {
        return gate;
    }

    @Override
    public void reply(ReplyRoute route, byte[] payload) {
        reply(route, payload, (OwedReply) null);
    }

    @Override
    public void reply(ReplyRoute route, byte[] payload, Runnable undelivered) {
        reply(route, payload, new OwedReply(route, session.commands(), this, undelivered));
    }

    /** @param owed null when the loss of the reply does not matter */
    private void reply(ReplyRoute route, byte[] payload, OwedReply owed) {
        RememberedCommands commands = session.commands();
        ClientConnection asker = commands == null ? this : commands.answered(route, payload, owed, this);
        boolean isThere = asker.isOpen();
        if (isThere) {
            asker.answer(route, payload, owed);
        }
        boolean isSeen = false;
        for (ClientSession other : core.sessions().listenersOf(admission.key().user())) {
            ClientConnection connection = other == session ? null : other.connection();
            int granted = connection == null ? -1 : other.grantedQos(route.topic());
            if (granted >= 0) {
                connection.deliver(route, payload, granted, false, null);
                isSeen = true;
            }
        }
        // Who asks in one window and looks on in another has it.
        if (owed != null && !isThere && !isSeen) {
            owed.lostBy(asker);
        }
    }

    @Override
    public boolean isAwaited(ReplyRoute route) {
        RememberedCommands commands = session.commands();
        return commands != null && commands.remember(route)
                || Stream.of(core.sessions().listenersOf(admission.key().user()))
                        .anyMatch(other ->
                                other != session && other.connection() != null && other.grantedQos(route.topic()) >= 0);
    }

    /**
     * The reply for this client alone.
     *
     * @param owed null when its loss does not matter
     */
    void answer(ReplyRoute route, byte[] payload, OwedReply owed) {
        if (isOpen()) {
            int granted = session.listens() ? session.grantedQos(route.topic()) : 0;
            deliver(route, payload, granted, true, owed == null ? null : () -> owed.lostBy(this));
        } else if (owed != null) {
            owed.lostBy(this);
        }
    }

    /**
     * @param owed whether this client asked; to others, who look on, it is no loss to miss one when they are slow
     * @param lost is told when it is not delivered; null where nobody needs to know
     */
    private void deliver(ReplyRoute route, byte[] payload, int qos, boolean owed, Runnable lost) {
        MqttProperties properties = Packets.properties(route.correlationData(), session.identifiers(route.topic()));
        if (qos < 1) {
            if (!owed && !isWritable()) {
                return;
            }
            MqttPublishMessage publish = Packets.publish(route.topic(), payload, properties);
            send(lost == null ? publish : new OwedPublish(publish, lost));
        } else if (unacknowledged.get() >= MAX_UNACKNOWLEDGED) {
            if (lost != null) {
                lost.run();
            }
            if (owed) {
                core.counts().exceeded(Excess.UNACKNOWLEDGED_REPLIES);
                close(ReasonCode.QUOTA_EXCEEDED, MAX_UNACKNOWLEDGED + " replies are not acknowledged");
            }
        } else {
            unacknowledged.incrementAndGet();
            sendAtLeastOnce(route.topic(), payload, properties, lost);
        }
    }

    private void sendAtLeastOnce(String topic, byte[] payload, MqttProperties properties, Runnable lost) {
        if (lost == null) {
            core.moquette().sendAtLeastOnce(session.key().id(), topic, payload, properties);
        } else {
            core.moquette().sendAtLeastOnce(session.key().id(), topic, payload, properties, lost);
        }
    }

    @Override
    public int largestReply(ReplyRoute route) {
        if (admission.maximumPacketSize() == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        int[] identifiers = session.identifiers(route.topic());
        int overhead = ReplySize.overhead(route, identifiers.length);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, admission.maximumPacketSize() - overhead));
    }

    /** The client acknowledged a message. */
    void acknowledged() {
        unacknowledged.updateAndGet(count -> Math.max(0, count - 1));
    }

    @Override
    public void notify(String topic, byte[] payload) {
        send(Packets.publish(topic, payload, Packets.properties(null, session.identifiers(topic))));
    }

    /** Sends from any thread; what is sent within one turn of the event loop leaves in one go. */
    void send(MqttMessage message) {
        outbox.add(message);
        if (flushScheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::empty);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("{}: the broker is closed", this, stopped);
                lose();
            }
        }
    }

    /** Nothing will be written any more. */
    private void lose() {
        for (MqttMessage next = outbox.poll(); next != null; next = outbox.poll()) {
            if (next instanceof OwedPublish publish) {
                publish.lost();
            }
        }
    }

    private void empty() {
        flushScheduled.set(false);
        ChannelHandlerContext from = border;
        for (MqttMessage next = outbox.poll(); next != null; next = outbox.poll()) {
            from.write(next, next instanceof OwedPublish owed ? owed.promise(from) : from.voidPromise());
        }
        from.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void pauseReading() {
        gate.shut(ReadGate.Reason.LISTENER);
    }

    @Override
    public void resumeReading() {
        gate.open(ReadGate.Reason.LISTENER);
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public boolean isExpelled() {
        return expelled;
    }

    /** Closes the connection, and its session ends with it. */
    void expel(String why) {
        expelled = true;
        gate.shut(ReadGate.Reason.NOT_ADMITTED);
        close(ReasonCode.NOT_AUTHORIZED, why);
    }

    @Override
    public void close(String why) {
        close(ReasonCode.ADMINISTRATIVE_ACTION, why);
    }

    /** @param reason the code that an MQTT 5 client is given */
    void close(byte reason, String why) {
        if (!channel.isActive() || !closing.compareAndSet(false, true)) {
            return;
        }
        LOG.info("{}: {}, closing", this, why);
        core.counts().connectionClosedForCause();
        if (level() != MqttLevel.MQTT_5 || !channel.isWritable()) {
            channel.close();
            return;
        }
        send(Packets.disconnect(reason, why));
        channel.eventLoop()
                .execute(() -> border.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
        channel.eventLoop().schedule(() -> channel.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return Printable.of(username()) + "/" + Printable.beginningOf(clientId()) + " at " + remoteAddress;
    }
}
