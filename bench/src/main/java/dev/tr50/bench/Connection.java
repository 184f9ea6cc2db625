package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/**
 * One MQTT connection that keeps a fixed number of requests in flight. Replies come in the order of the requests, so
 * the oldest request in flight is the one that a reply answers.
 */
final class Connection implements Participant {

    private static final byte[] SUCCESS = "\"success\":true".getBytes(UTF_8);
    private static final int SUCCESS_WITHIN = 80;

    private final Conversation says;
    private final Measurement measurement;
    private final Wire wire;
    private final Template request;
    private final byte[] publish;
    private final int packetIdAt;
    private final int payloadAt;
    private final long[] sentAt;
    private boolean in;
    private int oldest;
    private int inFlight;
    private int packetId;

    Connection(InetSocketAddress server, Conversation says, int window, Measurement measurement) throws IOException {
        this.says = says;
        this.measurement = measurement;
        request = Template.of(says.payload(), says.from());
        byte[] payload = request.bytes();
        publish = Packets.publish(says.topic(), payload, says.qos());
        packetIdAt = Packets.packetIdAt(says.topic(), publish);
        payloadAt = publish.length - payload.length;
        sentAt = new long[window];
        wire = new Wire(server, this::take);
    }

    @Override
    public void start(Selector selector) throws IOException {
        wire.start(selector, this, Packets.connect(says.clientId(), says.user(), says.password()));
    }

    @Override
    public boolean isIn() {
        return in;
    }

    @Override
    public void ready() throws IOException {
        wire.ready();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private void take(ByteBuffer bytes, int start, int end) {
        switch ((bytes.get(start) & 0xFF) >> 4) {
            case Packets.CONNACK -> connected(bytes.get(end - 1));
            case Packets.SUBACK -> subscribed(bytes.get(end - 1));
            case Packets.PUBLISH -> replied(bytes, start, end);
            case Packets.PUBACK -> measurement.acknowledged();
            default -> throw new IllegalStateException("Unexpected packet, type " + (bytes.get(start) >> 4 & 0xF));
        }
    }

    private void connected(int returnCode) {
        if (returnCode != 0) {
            throw new IllegalStateException("CONNACK " + returnCode + " for " + says.clientId() + ".");
        }
        if (says.filter() == null) {
            fillWindow();
        } else {
            wire.send(Packets.subscribe(says.filter(), says.qos()));
        }
    }

    private void subscribed(byte grantedQos) {
        if (grantedQos < 0) {
            throw new IllegalStateException("Subscribing to " + says.filter() + " was refused.");
        }
        fillWindow();
    }

    private void fillWindow() {
        in = true;
        while (inFlight < sentAt.length) {
            request();
        }
    }

    private void request() {
        sentAt[(oldest + inFlight) % sentAt.length] = System.nanoTime();
        inFlight++;
        if (says.qos() > 0) {
            packetId = packetId % 0xFFFF + 1;
            publish[packetIdAt] = (byte) (packetId >> 8);
            publish[packetIdAt + 1] = (byte) packetId;
        }
        request.stamp(publish, payloadAt);
        wire.send(publish);
    }

    private void replied(ByteBuffer bytes, int start, int end) {
        int payload = Packets.payloadAt(bytes, start);
        if (Packets.qos(bytes, start) > 0) {
            wire.acknowledge(bytes.getShort(payload - 2));
        }
        measurement.replied(System.nanoTime() - sentAt[oldest], succeeded(bytes, payload, end));
        oldest = (oldest + 1) % sentAt.length;
        inFlight--;
        request();
    }

    private static boolean succeeded(ByteBuffer bytes, int from, int end) {
        return Packets.find(bytes, SUCCESS, from, Math.min(end, from + SUCCESS_WITHIN)) >= 0;
    }
}
