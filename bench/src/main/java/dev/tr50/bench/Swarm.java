package dev.tr50.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Many connections on a thread of its own that all behave in one way, badly or well. Nobody waits for any of them; who is turned
 * away or loses the connection comes again after a second.
 */
final class Swarm implements AutoCloseable {

    private static final long TICK_MILLIS = 5;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SwarmMember[] members;
    private final int atOnce;
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
    private final Thread thread = new Thread(this::run, "swarm");
    private volatile int inside;
    private final LongAdder losses = new LongAdder();
    private volatile boolean over;

    /**
     * @param atOnce how many are being opened at a time
     * @param behaviours what each does, by its number from 1
     */
    Swarm(InetSocketAddress server, int size, int atOnce, IntFunction<Behaviour> behaviours) throws IOException {
        this.atOnce = atOnce;
        members = new SwarmMember[size];
        for (int i = 0; i < size; i++) {
            members[i] = new SwarmMember(server, behaviours.apply(i + 1));
        }
        thread.setDaemon(true);
    }

    Swarm start() {
        thread.start();
        return this;
    }

    /** How many are let in now. */
    int inside() {
        return inside;
    }

    /** How often one was turned away or lost its connection. */
    long losses() {
        return losses.sum();
    }

    /** How many answers said that something went wrong; those cut in two by a read are not seen. */
    long refusals() {
        return Arrays.stream(members).mapToLong(SwarmMember::refusals).sum();
    }

    private void run() {
        try {
            while (!over) {
                long now = System.nanoTime();
                tick(now);
                selector.select(TICK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve((SwarmMember) key.attachment(), key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tick(long now) throws IOException {
        int opening = 0;
        int isIn = 0;
        for (SwarmMember member : members) {
            if (member.isOpening()) {
                opening++;
            } else if (member.isIn()) {
                isIn++;
            }
        }
        inside = isIn;
        for (SwarmMember member : members) {
            if (opening < atOnce && member.mayOpen(now)) {
                opening++;
                open(member, now);
            } else if (member.isIn()) {
                serve(member, null);
            }
        }
    }

    private void open(SwarmMember member, long now) {
        try {
            member.open(selector);
        } catch (IOException e) {
            lost(member, now);
        }
    }

    private void serve(SwarmMember member, SelectionKey key) {
        try {
            if (key == null) {
                member.sayWhenDue(System.nanoTime());
            } else if (key.isValid()) {
                member.ready(key, in);
            }
        } catch (IOException e) {
            lost(member, System.nanoTime());
        }
    }

    private void lost(SwarmMember member, long now) {
        losses.increment();
        member.closeUntil(now + AGAIN_NANOS);
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SwarmMember member : members) {
            member.closeUntil(Long.MAX_VALUE);
        }
        selector.close();
    }
}
