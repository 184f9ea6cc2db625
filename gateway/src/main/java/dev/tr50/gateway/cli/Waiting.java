package dev.tr50.gateway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a user who has begun to wonder what is being waited for: after three seconds, and then every half a minute. */
final class Waiting implements AutoCloseable {
    private static final int FIRST_SECONDS = 3;
    private static final int NEXT_SECONDS = 30;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread clock = new Thread(work, "waiting");
        clock.setDaemon(true);
        return clock;
    });
    private final long begin = System.nanoTime();
    private final PrintWriter err;
    private final Patience patience;

    Waiting(PrintWriter err, Patience patience) {
        this.err = err;
        this.patience = patience;
    }

    /** From now on it counts. */
    void begin() {
        thread.scheduleAtFixedRate(this::tell, FIRST_SECONDS, NEXT_SECONDS, TimeUnit.SECONDS);
    }

    private void tell() {
        err.printf(
                "tr50: waiting for %s, %d s of at most %d%n",
                patience.forThing() ? "the thing's answer" : "the reply",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                patience.time().toSeconds());
        err.flush();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
