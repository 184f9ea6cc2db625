package dev.tr50.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A closed loop of many connections on one thread: each keeps its window of requests in flight for a given time. */
final class Load {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long TICK_MILLIS = 100;

    private final InetSocketAddress server;
    private final Conversation conversation;
    private final int connections;
    private final int window;
    private final Measurement measurement = new Measurement();

    Load(InetSocketAddress server, Conversation conversation, int connections, int window) {
        this.server = server;
        this.conversation = conversation;
        this.connections = connections;
        this.window = window;
    }

    /**
     * Runs the load twice: first for the warm-up, which is not counted, then for the measured time.
     *
     * @throws IOException when the server cannot be reached, closes a connection or is silent for ten seconds
     * @throws IllegalStateException when the server refuses a connection or a subscription
     */
    Measurement.Result run(Duration warmUp, Duration measured) throws IOException {
        var open = new ArrayList<Connection>();
        try (var selector = Selector.open()) {
            for (int number = 1; number <= connections; number++) {
                var connection = new Connection(server, conversation.of(number), window, measurement);
                open.add(connection);
                connection.start(selector);
            }
            serve(selector, warmUp);
            measurement.restart();
            serve(selector, measured);
            return measurement.result();
        } finally {
            close(open);
        }
    }

    private void serve(Selector selector, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        long repliesBefore = measurement.replies();
        long silentSince = System.nanoTime();
        while (System.nanoTime() < end) {
            selector.select(TICK_MILLIS);
            for (var key : selector.selectedKeys()) {
                ((Connection) key.attachment()).ready();
            }
            selector.selectedKeys().clear();
            if (measurement.replies() != repliesBefore) {
                repliesBefore = measurement.replies();
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
                throw new IOException("No reply for " + SILENCE.toSeconds() + " s.");
            }
        }
    }

    private static void close(List<Connection> connections) throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
