package dev.tr50.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Well-behaved clients of all kinds, on a thread of their own. */
final class Witnesses implements AutoCloseable {

    private static final int OF_EACH_KIND = 10;
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final long TICK_MILLIS = 1;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<Witness> all = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "witnesses");
    private volatile boolean over;

    Witnesses(InetSocketAddress server, String token, Ledger ledger) throws IOException {
        add(server, ledger, "diag.ping", command("ping", token, "{\"1\":{\"command\":\"diag.ping\"}}"));
        add(
                server,
                ledger,
                "property.current",
                command("publish", token, "{\"1\":{\"command\":\"property.current\",\"params\":{\"key\":\"rpm\"}}}"));
        add(
                server,
                ledger,
                "file.list",
                command("list", token, "{\"1\":{\"command\":\"file.list\",\"params\":{\"limit\":20}}}"));
        add(
                server,
                ledger,
                "property.publish",
                command(
                        "publish",
                        token,
                        "{\"1\":{\"command\":\"property.publish\",\"params\":{\"key\":\"rpm\",\"value\":1,\"ts\":\"%t\"}}}"));
        add(
                server,
                ledger,
                "a message to a subscriber",
                new Conversation(
                        "w", "witness-topic-%n", token, "witness/%n", "hello", Instant.EPOCH, "witness/%n", 0));
        thread.setDaemon(true);
    }

    private static Conversation command(String name, String token, String payload) {
        return new Conversation(
                payload.contains("current") ? "reader" : "w",
                "witness-" + name + "-%n",
                token,
                "api/1",
                payload,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                0);
    }

    private void add(InetSocketAddress server, Ledger ledger, String kind, Conversation says) {
        for (int number = 1; number <= OF_EACH_KIND; number++) {
            all.add(new Witness(server, kind, says.of(number), EVERY, ledger));
        }
    }

    Witnesses start() {
        thread.start();
        return this;
    }

    /** How many there are. */
    int size() {
        return all.size();
    }

    /** How many are let in. */
    long inside() {
        return all.stream().filter(Witness::isIn).count();
    }

    private void run() {
        try {
            while (!over) {
                selector.select(TICK_MILLIS);
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                all.forEach(witness -> witness.tick(selector, now));
            }
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (all.stream().anyMatch(witness -> witness.waiting() > 0) && System.nanoTime() < end) {
                selector.select(TICK_MILLIS);
                selector.selectedKeys().clear();
                all.forEach(Witness::hear);
            }
            all.forEach(Witness::giveUp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what is still to be answered, half a minute at most. */
    @Override
    public void close() throws IOException {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(Witness::close);
        selector.close();
    }
}
