package io.moquette.broker;

import io.moquette.broker.SessionRegistry.PublishedMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Future;

/**
 * Moquette's session with delivery of its own. Moquette begins packet ids anew with each connection, so that new
 * messages push out those that were not acknowledged; repeats those only after five seconds, behind newer ones; and
 * drops what the channel does not take at once. Used by the session's loop only.
 */
final class ReliableSession extends Session {

    private final Outbound outbound;
    private MQTTConnection current;
    private LastWill will;
    private Runnable postponedWill;
    private Future<?> willTimer;
    private Future<?> expiry;
    private int absence;

    /** @param noRoom is told of each message that is lost to the session */
    ReliableSession(ISessionsRepository.SessionData data, QueueLimits limits, Runnable noRoom) {
        this(data, new Outbound(limits, noRoom));
    }

    private ReliableSession(ISessionsRepository.SessionData data, Outbound outbound) {
        super(data, false, new InMemoryQueue());
        this.outbound = outbound;
    }

    /**
     * The same session for the next connection. It is another object, because the connection before may hear only now that
     * its CONNACK was sent, and would take that for its successor's.
     */
    ReliableSession next(ISessionsRepository.SessionData data) {
        forgetPostponedWill();
        endAbsence();
        ReliableSession next = new ReliableSession(data, outbound);
        next.addSubscriptions(getSubscriptions());
        return next;
    }

    /** Whoever gives the message away does not change its payload any more. False where it is lost to the client. */
    boolean deliver(PublishedMessage message) {
        return outbound.offer(message);
    }

    @Override
    void sendPublishOnSessionAtQos(PublishedMessage message) {
        ByteBuf payload = Unpooled.wrappedBuffer(Utils.readBytesAndRewind(message.getPayload()));
        deliver(new PublishedMessage(
                message.getTopic(),
                message.getPublishingQos(),
                payload,
                message.retained,
                MessageExpiry.of(message.getMqttProperties()),
                message.getMqttProperties()));
    }

    @Override
    void bind(MQTTConnection connection) {
        super.bind(connection);
        current = connection;
        outbound.expect();
    }

    /** The client has its CONNACK. */
    @Override
    public void reconnectSession() {
        if (connected()) {
            outbound.attach(current);
        }
    }

    @Override
    public void disconnect() {
        super.disconnect();
        outbound.detach();
    }

    @Override
    public void closeImmediately() {
        super.closeImmediately();
        outbound.detach();
    }

    @Override
    void pubAckReceived(int packetId) {
        outbound.acknowledged(packetId);
    }

    @Override
    public void processPubRec(int packetId) {
        outbound.received(packetId);
    }

    @Override
    public void processPubComp(int packetId) {
        outbound.completed(packetId);
    }

    @Override
    public void writabilityChanged() {
        outbound.send();
    }

    /** Null where the client's latest CONNECT had none. */
    LastWill will() {
        return will;
    }

    void setWill(LastWill newWill) {
        will = newWill;
    }

    /** Keeps the order to publish the will until its time has come, or the session's end. */
    void postponeWill(Runnable publication) {
        postponedWill = publication;
    }

    /** Cancelled when there is nothing to publish any more. */
    void publishWillWith(Future<?> timer) {
        willTimer = timer;
    }

    /** Of a client that came back it is not to be published [MQTT-3.1.3-9]. */
    private void forgetPostponedWill() {
        postponedWill = null;
        if (willTimer != null) {
            willTimer.cancel(false);
            willTimer = null;
        }
    }

    /** Publishes the will if that order still holds. */
    void publishPostponedWill(Runnable publication) {
        if (postponedWill == publication) {
            publishPostponedWill();
        }
    }

    /** Publishes the will if it waits. */
    void publishPostponedWill() {
        Runnable publication = postponedWill;
        forgetPostponedWill();
        if (publication != null) {
            publication.run();
        }
    }

    /** The client is away from now on; returns what tells this absence from others. */
    int beginAbsence() {
        endAbsence();
        return absence;
    }

    /** Cancelled when the absence ends. */
    void expireWith(Future<?> newExpiry) {
        expiry = newExpiry;
    }

    void endAbsence() {
        absence++;
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
    }

    boolean isIn(int someAbsence) {
        return absence == someAbsence;
    }

    @Override
    public String toString() {
        return "session " + getClientID();
    }
}
