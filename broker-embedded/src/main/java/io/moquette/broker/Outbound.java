package io.moquette.broker;

import io.moquette.broker.SessionRegistry.EnqueuedMessage;
import io.moquette.broker.SessionRegistry.PubRelMarker;
import io.moquette.broker.SessionRegistry.PublishedMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * What is on its way to one client, over as many connections as it takes: messages in flight until they are
 * acknowledged, and behind them, in order, those that wait. A packet id belongs to one message until that is done with,
 * whatever becomes of the connection. Used by the session's loop only; payloads are in heap buffers of its own.
 */
final class Outbound {

    /** What a client that sets no limit of its own is sent without an acknowledgement. */
    private static final int WINDOW_BEFORE_5 = 20;

    private static final int LARGEST_WINDOW = 1000;
    private static final int LARGEST_ID = 0xFFFF;
    private static final byte PACKET_ID_NOT_FOUND = (byte) 0x92;
    private static final EnqueuedMessage RELEASED = new PubRelMarker();

    private final QueueLimits limits;
    private final Runnable noRoom;
    private final Map<Integer, EnqueuedMessage> inFlight = new LinkedHashMap<>();
    private final Set<Integer> toRepeat = new LinkedHashSet<>();
    private final Queue<PublishedMessage> waiting = new ArrayDeque<>();
    private final Queue<PublishedMessage> waitingAtMostOnce = new ArrayDeque<>();
    private MQTTConnection connection;
    private boolean expected;
    private int window;
    private long bytes;
    private int lastId;

    Outbound(QueueLimits limits, Runnable noRoom) {
        this.limits = limits;
        this.noRoom = noRoom;
    }

    /** Goes on over a new connection, beginning with what the client may have missed [MQTT-4.4.0-1]. */
    void attach(MQTTConnection newConnection) {
        connection = newConnection;
        window = newConnection.isProtocolVersion5()
                ? Math.min(newConnection.sendQuota().getMaximum(), LARGEST_WINDOW)
                : WINDOW_BEFORE_5;
        toRepeat.clear();
        toRepeat.addAll(inFlight.keySet());
        send();
    }

    /** A client is about to be let in: it may have read its CONNACK, and be sent something, before it is attached. */
    void expect() {
        expected = true;
    }

    void detach() {
        connection = null;
        expected = false;
        waitingAtMostOnce.forEach(message -> bytes -= size(message));
        waitingAtMostOnce.clear();
        inFlight.values().removeIf(this::isLost);
        waiting.removeIf(this::isLost);
    }

    /** Whether a message does not outlive its connection; then it is told so. */
    private boolean isLost(EnqueuedMessage message) {
        if (message instanceof OwedMessage owed) {
            bytes -= size(owed);
            owed.lost();
            return true;
        }
        return false;
    }

    /** Returns false where there is no room for the message, which is then lost to this client. */
    boolean offer(PublishedMessage message) {
        boolean atMostOnce = message.getPublishingQos() == MqttQoS.AT_MOST_ONCE;
        if (atMostOnce && connection == null && !expected) {
            return true;
        }
        if (!hasRoom(message)) {
            noRoom.run();
            return false;
        }
        bytes += size(message);
        (atMostOnce ? waitingAtMostOnce : waiting).add(message);
        send();
        return true;
    }

    private boolean hasRoom(PublishedMessage message) {
        int count = waiting.size() + waitingAtMostOnce.size();
        return count < limits.messages() && (bytes == 0 || bytes + size(message) <= limits.bytes());
    }

    /** PUBACK. */
    void acknowledged(int packetId) {
        forget(packetId);
        send();
    }

    /** PUBREC; repeated ones, and those for messages that nobody knows any more, are answered alike [MQTT-4.3.3-1]. */
    void received(int packetId) {
        EnqueuedMessage message = inFlight.get(packetId);
        toRepeat.remove(packetId);
        if (message instanceof PublishedMessage published && published.getPublishingQos() == MqttQoS.EXACTLY_ONCE) {
            bytes -= size(published);
            inFlight.put(packetId, RELEASED);
        }
        write(release(packetId, message == null ? PACKET_ID_NOT_FOUND : 0));
        send();
    }

    /** PUBCOMP. */
    void completed(int packetId) {
        if (inFlight.get(packetId) == RELEASED) {
            forget(packetId);
            send();
        }
    }

    private void forget(int packetId) {
        toRepeat.remove(packetId);
        if (inFlight.remove(packetId) instanceof PublishedMessage message) {
            bytes -= size(message);
        }
    }

    /** Sends what the client and its channel take now. */
    void send() {
        while (connection != null && connection.channel.isWritable() && sendNext()) {
            // One at a time, because each may be the last that the channel takes.
        }
    }

    private boolean sendNext() {
        boolean open = inFlight.size() - toRepeat.size() < window;
        if (open && !toRepeat.isEmpty()) {
            repeatNext();
            return true;
        }
        if (open && !waiting.isEmpty()) {
            sendFirst(waiting.remove());
            return true;
        }
        if (!waitingAtMostOnce.isEmpty()) {
            sendAtMostOnce(waitingAtMostOnce.remove());
            return true;
        }
        return false;
    }

    private void repeatNext() {
        Iterator<Integer> next = toRepeat.iterator();
        int packetId = next.next();
        next.remove();
        EnqueuedMessage message = inFlight.get(packetId);
        write(
                message instanceof PublishedMessage published
                        ? publish(published, packetId, true)
                        : release(packetId, (byte) 0));
    }

    private void sendFirst(PublishedMessage message) {
        if (message.isExpired()) {
            bytes -= size(message);
            return;
        }
        int packetId = freeId();
        inFlight.put(packetId, message);
        write(publish(message, packetId, false));
    }

    private void sendAtMostOnce(PublishedMessage message) {
        bytes -= size(message);
        if (!message.isExpired()) {
            write(publish(message, 0, false));
        }
    }

    /** Never 0 and never one that is in use [MQTT-2.3.1-1, MQTT-2.3.1-4]; the window is far smaller than the ids are. */
    private int freeId() {
        do {
            lastId = lastId == LARGEST_ID ? 1 : lastId + 1;
        } while (inFlight.containsKey(lastId));
        return lastId;
    }

    /** What is sent is released by the channel; the message itself stays. */
    private static MqttPublishMessage publish(PublishedMessage message, int packetId, boolean repeated) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, repeated, message.getPublishingQos(), message.retained, 0),
                new MqttPublishVariableHeader(message.getTopic().toString(), packetId, MessageExpiry.current(message)),
                message.getPayload().retainedDuplicate());
    }

    private static MqttMessage release(int packetId, byte reason) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttPubReplyMessageVariableHeader(packetId, reason, MqttProperties.NO_PROPERTIES));
    }

    private void write(MqttMessage message) {
        if (connection != null) {
            connection.channel.writeAndFlush(message);
        }
    }

    private static long size(PublishedMessage message) {
        return QueueLimits.OVERHEAD
                + message.getTopic().toString().length()
                + message.getPayload().readableBytes()
                + PropertyMemory.of(message.getMqttProperties());
    }
}
