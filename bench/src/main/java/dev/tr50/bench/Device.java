package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** A thing that answers whatever it is called for: told of mail it checks its mailbox, and acknowledges each message in it. */
final class Device implements Participant {

    private static final String CHECK = "{\"1\":{\"command\":\"mailbox.check\",\"params\":{\"autoComplete\":false}}}";
    private static final String NO_ID = "000000000000000000000000";
    private static final String ACK = "{\"1\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\"" + NO_ID
            + "\",\"errorCode\":0,\"params\":{\"response\":\"acknowledged\"}}}}";
    private static final byte[] NOTICE = "notify/".getBytes(UTF_8);
    private static final byte[] CHECKED = "reply/check".getBytes(UTF_8);
    private static final byte[] ID = "\"id\":\"".getBytes(UTF_8);

    private final Conversation says;
    private final Wire wire;
    private final byte[] check = Packets.publish("api/check", CHECK.getBytes(UTF_8), 0);
    private final byte[] ack = Packets.publish("api/ack", ACK.getBytes(UTF_8), 0);
    private final int ackIdAt = Packets.find(ByteBuffer.wrap(ack), NO_ID.getBytes(UTF_8), 0, ack.length);
    private boolean in;
    private boolean checking;
    private boolean toldMeanwhile;

    Device(InetSocketAddress server, Conversation says) throws IOException {
        this.says = says;
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
        int type = (bytes.get(start) & 0xFF) >> 4;
        if (type == Packets.CONNACK) {
            if (bytes.get(end - 1) != 0) {
                throw new IllegalStateException("CONNACK " + bytes.get(end - 1) + " for " + says.clientId() + ".");
            }
            in = true;
        } else if (type == Packets.PUBLISH) {
            published(bytes, start, end);
        }
    }

    private void published(ByteBuffer bytes, int start, int end) {
        int payload = Packets.payloadAt(bytes, start);
        if (Packets.qos(bytes, start) > 0) {
            wire.acknowledge(bytes.getShort(payload - 2));
        }
        if (Packets.find(bytes, NOTICE, start, payload) >= 0) {
            told();
        } else if (Packets.find(bytes, CHECKED, start, payload) >= 0) {
            checked(bytes, payload, end);
        }
    }

    private void told() {
        if (checking) {
            toldMeanwhile = true;
        } else {
            checking = true;
            wire.send(check);
        }
    }

    private void checked(ByteBuffer bytes, int payload, int end) {
        for (int at = Packets.find(bytes, ID, payload, end); at >= 0; at = Packets.find(bytes, ID, at + 1, end)) {
            bytes.get(at + ID.length, ack, ackIdAt, NO_ID.length());
            wire.send(ack);
        }
        checking = false;
        if (toldMeanwhile) {
            toldMeanwhile = false;
            told();
        }
    }
}
