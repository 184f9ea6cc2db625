package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * A well-behaved client: sends a request at even distances, whether or not the last one was answered, reads what it is sent,
 * and comes back half a second after its connection was lost.
 */
final class Witness implements Participant {

    private static final byte[] FAILURE = "\"success\":false".getBytes(UTF_8);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Due(Ledger.Column column, long at) {}

    private final InetSocketAddress server;
    private final Conversation says;
    private final Template request;
    private final byte[] publish;
    private final long everyNanos;
    private final Ledger ledger;
    private final String kind;
    private final Deque<Due> open = new ArrayDeque<>();
    private Wire wire;
    private boolean in;
    private long next;
    private long again;

    Witness(InetSocketAddress server, String kind, Conversation says, Duration every, Ledger ledger) {
        this.server = server;
        this.kind = kind;
        this.says = says;
        this.everyNanos = every.toNanos();
        this.ledger = ledger;
        request = Template.of(says.payload(), says.from());
        publish = Packets.publish(says.topic(), request.bytes(), 0);
    }

    @Override
    public void start(Selector selector) throws IOException {
        wire = new Wire(server, this::take);
        wire.start(selector, this, Packets.connect(says.clientId(), says.user(), says.password()));
    }

    /** Sends what is due; connects when it is time for that. */
    void tick(Selector selector, long now) {
        if (next == 0) {
            next = now + (long) (Math.random() * everyNanos);
        }
        try {
            if (wire == null && now - again >= 0) {
                start(selector);
            }
        } catch (IOException e) {
            lost(now);
        }
        while (now - next >= 0) {
            say(next);
            next += everyNanos;
        }
        hear();
    }

    /** Reads what came, and writes what was said. */
    void hear() {
        try {
            if (wire != null) {
                wire.ready();
            }
        } catch (IOException e) {
            lost(System.nanoTime());
        }
    }

    private void say(long at) {
        Ledger.Column column = ledger.column(kind);
        if (!in) {
            ledger.unanswered(column);
            return;
        }
        open.add(new Due(column, at));
        request.stamp(publish, publish.length - request.bytes().length);
        wire.send(publish);
    }

    private void lost(long now) {
        open.forEach(due -> ledger.unanswered(due.column()));
        open.clear();
        in = false;
        again = now + AGAIN_NANOS;
        close();
    }

    private void take(ByteBuffer bytes, int start, int end) {
        switch ((bytes.get(start) & 0xFF) >> 4) {
            case Packets.CONNACK -> {
                if (says.filter() == null) {
                    in = bytes.get(end - 1) == 0;
                } else {
                    wire.send(Packets.subscribe(says.filter(), 0));
                }
            }
            case Packets.SUBACK -> in = true;
            case Packets.PUBLISH -> answered(bytes, Packets.payloadAt(bytes, start), end);
            default -> {
                // Nothing else is asked for.
            }
        }
    }

    private void answered(ByteBuffer bytes, int payload, int end) {
        Due due = open.poll();
        if (due != null) {
            ledger.answered(
                    due.column(),
                    System.nanoTime() - due.at(),
                    Packets.find(bytes, FAILURE, payload, Math.min(end, payload + 80)) < 0);
        }
    }

    @Override
    public boolean isIn() {
        return in;
    }

    int waiting() {
        return open.size();
    }

    /** What has not been answered by now never will. */
    void giveUp() {
        open.forEach(due -> ledger.unanswered(due.column()));
        open.clear();
    }

    @Override
    public void ready() {
        // Read by tick, which comes every few milliseconds anyway and may find it without a connection.
    }

    @Override
    public void close() {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
        wire = null;
    }
}
