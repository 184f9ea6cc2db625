package dev.tr50.gateway.simulate;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Has things done later, on two threads of its own. What goes wrong there counts as a failure of the simulator. */
final class Timer implements AutoCloseable {
    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(2, work -> {
        Thread thread = new Thread(work, "simulator");
        thread.setDaemon(true);
        return thread;
    });
    private final Tally tally;

    Timer(Tally tally) {
        this.tally = tally;
    }

    /** Does something after a while; nothing once it is closed. */
    void after(Duration time, Runnable work) {
        try {
            threads.schedule(() -> run(work), time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // The simulation is over; nobody waits for this.
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            tally.failed("simulator", e.toString());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
