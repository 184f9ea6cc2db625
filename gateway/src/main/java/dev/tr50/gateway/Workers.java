package dev.tr50.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run commands, some for clients that have more to run than others, one for those of clients that are gone, and three
 * for what has to be done now and then. Of the first there are twice as many as there are processors, because commands wait for the
 * database now and then, and eight at least, because a few may be waiting to change it; of the second half as many as there are
 * processors, so that the others and the threads of connections always find one. The queues in front of them hold at most one task for
 * each connection.
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final int FEWEST = 8;

    private static final int HOUSEHOLD = 3;

    private final ThreadPoolExecutor pool;
    private final ThreadPoolExecutor again;
    private final BlockingQueue<Runnable> leftovers = new LinkedBlockingQueue<>();
    private final ExecutorService afterwards;
    private final ExecutorService household;
    private final ScheduledThreadPoolExecutor timer;

    Workers() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = Math.max(FEWEST, 2 * processors);
        pool = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("command"));
        int half = Math.max(1, processors / 2);
        again = new ThreadPoolExecutor(half, half, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("again"));
        afterwards = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, leftovers, named("leftover"));
        household = new ThreadPoolExecutor(
                HOUSEHOLD, HOUSEHOLD, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("household"));
        timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        // What clients cause and make needless again, thousands of times in a second, must not stay until its time.
        timer.setRemoveOnCancelPolicy(true);
    }

    /** How many there are. */
    int size() {
        return pool.getMaximumPoolSize();
    }

    /** Tasks that wait for a thread. */
    int waiting() {
        return pool.getQueue().size() + again.getQueue().size();
    }

    /** Tasks for clients that are gone that wait for their thread. */
    int waitingAfterwards() {
        return leftovers.size();
    }

    /** Runs a task soon. What a task throws is logged and costs no thread. */
    @Override
    public void execute(Runnable task) {
        pool.execute(() -> run(task));
    }

    /** For those who have had their turn and have more: they share a part of the processors. */
    Executor again() {
        return task -> again.execute(() -> run(task));
    }

    /** For what clients left behind: one thread beside the others, so that those who are there need not wait for it. */
    Executor afterwards() {
        return task -> afterwards.execute(() -> run(task));
    }

    /** For what has to happen later; its tasks must be short. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /**
     * Runs a task now and then, beginning now, on a thread that no command needs. It is not begun again before it has ended: when the
     * database stands still, such tasks must not gather.
     */
    void repeat(Runnable task, Duration pause) {
        AtomicBoolean runs = new AtomicBoolean();
        Runnable once = () -> {
            try {
                run(task);
            } finally {
                runs.set(false);
            }
        };
        timer.scheduleWithFixedDelay(
                () -> {
                    if (runs.compareAndSet(false, true)) {
                        household.execute(once);
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Lets what was accepted finish, for at most so long. */
    void close(Duration grace) {
        timer.shutdownNow();
        long end = System.nanoTime() + grace.toNanos();
        for (ExecutorService threads : List.of(pool, again, afterwards, household)) {
            close(threads, end - System.nanoTime());
        }
    }

    private static void close(ExecutorService threads, long nanos) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task failed", e);
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + '-' + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
