package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Well-behaved clients that come and go: MQTT connections of things that are known, and requests of HTTP, each on a new connection. */
final class Arrivals implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int THINGS = 50;
    private static final long EVERY_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final byte[] HEALTH =
            "GET /files HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private final InetSocketAddress mqtt;
    private final InetSocketAddress http;
    private final String token;
    private final Ledger ledger;
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Arrivals::daemon);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Arrivals::daemon);

    Arrivals(InetSocketAddress mqtt, InetSocketAddress http, String token, Ledger ledger) {
        this.mqtt = mqtt;
        this.http = http;
        this.token = token;
        this.ledger = ledger;
    }

    Arrivals start() {
        clock.scheduleAtFixedRate(this::come, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void come() {
        long due = System.nanoTime();
        int number = count.incrementAndGet() % THINGS;
        visit("CONNECT of a known thing", due, mqtt, Packets.connect("w", "arrival-" + number, token), new byte[4]);
        visit("an HTTP request", due, http, HEALTH, new byte[12]);
    }

    private void visit(String kind, long due, InetSocketAddress server, byte[] question, byte[] answer) {
        Ledger.Column column = ledger.column(kind);
        threads.execute(() -> {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(server, PATIENCE_MILLIS);
                socket.getOutputStream().write(question);
                if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
                    throw new EOFException();
                }
                // CONNACK 0, or the status of somebody without a key.
                boolean good = answer.length == 4 ? answer[3] == 0 : new String(answer, US_ASCII).endsWith(" 401");
                ledger.answered(column, System.nanoTime() - due, good);
            } catch (IOException e) {
                ledger.unanswered(column);
            }
        });
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "arrivals");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdown();
        try {
            threads.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
