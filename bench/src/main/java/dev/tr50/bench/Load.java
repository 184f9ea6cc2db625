package dev.tr50.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A closed loop of many connections on one thread: each does what it does again as soon as it is answered. */
final class Load {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final long TICK_MILLIS = 100;

    /** Makes one that takes part. */
    @FunctionalInterface
    interface Maker {
        Participant make() throws IOException;
    }

    private final List<Maker> makers;
    private final Measurement measurement;

    /** @param makers of those that take part; each is let in before the next one knocks */
    Load(List<Maker> makers, Measurement measurement) {
        this.makers = List.copyOf(makers);
        this.measurement = measurement;
    }

    /**
     * Runs the load twice: first for the warm-up, which is not counted, then for the measured time.
     *
     * @throws IOException when the server cannot be reached, closes a connection or is silent for half a minute
     * @throws IllegalStateException when the server refuses a connection or a subscription
     */
    Measurement.Result run(Duration warmUp, Duration measured) throws IOException {
        return run(selector -> {
            serve(selector, over(warmUp));
            measurement.restart();
            serve(selector, over(measured));
        });
    }

    /** Runs the load until so many replies have come, all of them counted. */
    Measurement.Result run(long replies) throws IOException {
        return run(selector -> serve(selector, () -> measurement.replies() >= replies));
    }

    @FunctionalInterface
    private interface Phase {
        void run(Selector selector) throws IOException;
    }

    private Measurement.Result run(Phase phase) throws IOException {
        var open = new ArrayList<Participant>();
        try (var selector = Selector.open()) {
            for (var maker : makers) {
                var participant = maker.make();
                open.add(participant);
                participant.start(selector);
                serve(selector, participant::isIn);
            }
            phase.run(selector);
            return measurement.result();
        } finally {
            for (var participant : open) {
                participant.close();
            }
        }
    }

    private static BooleanSupplier over(Duration time) {
        long begin = System.nanoTime();
        return () -> System.nanoTime() - begin >= time.toNanos();
    }

    private void serve(Selector selector, BooleanSupplier enough) throws IOException {
        long seen = 0;
        long silentSince = System.nanoTime();
        while (!enough.getAsBoolean()) {
            long now = System.nanoTime();
            if (selector.select(TICK_MILLIS) > 0 && seen != measurement.replies()) {
                seen = measurement.replies();
                silentSince = now;
            } else if (now - silentSince > SILENCE.toNanos()) {
                throw new IOException("No reply for " + SILENCE.toSeconds() + " s.");
            }
            for (var key : selector.selectedKeys()) {
                ((Participant) key.attachment()).ready();
            }
            selector.selectedKeys().clear();
        }
    }
}
