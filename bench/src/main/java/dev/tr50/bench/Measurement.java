package dev.tr50.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What the connections of one load have seen since the last {@link #restart()}. Belongs to one thread. */
final class Measurement {

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final List<ProcessHandle> servers;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private long startedAt = System.nanoTime();
    private Duration busyAtStart;
    private long failed;
    private long acknowledged;

    Measurement() {
        this(List.of());
    }

    /** @param servers processes whose processor time is looked at */
    Measurement(List<ProcessHandle> servers) {
        this.servers = List.copyOf(servers);
        this.busyAtStart = busy();
    }

    private Duration busy() {
        return servers.stream()
                .map(server -> server.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** A reply came, this many nanoseconds after its request. */
    void replied(long nanos, boolean success) {
        latencies.recordValue(Math.min(nanos, LONGEST_NANOS));
        if (!success) {
            failed++;
        }
    }

    /** A PUBACK came. */
    void acknowledged() {
        acknowledged++;
    }

    /** Forgets what was seen: the window that counts begins now. */
    void restart() {
        latencies.reset();
        failed = 0;
        acknowledged = 0;
        busyAtStart = busy();
        startedAt = System.nanoTime();
    }

    /** Replies since the last restart. */
    long replies() {
        return latencies.getTotalCount();
    }

    Result result() {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        double busyMicros = busy().minus(busyAtStart).toNanos() / 1e3;
        return new Result(
                replies() / seconds,
                replies(),
                failed,
                acknowledged,
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getMaxValue() / 1e6,
                servers.isEmpty() ? Double.NaN : busyMicros / replies());
    }

    /**
     * One measured window.
     *
     * @param perSecond round trips a second
     * @param replies replies in the window
     * @param failed replies among them that were not a success
     * @param acknowledged PUBACKs in the window
     * @param p50 median round trip, milliseconds
     * @param p99 99th percentile, milliseconds
     * @param max slowest, milliseconds
     * @param serverMicros processor time of the servers for each reply, microseconds; NaN when none was looked at
     */
    record Result(
            double perSecond,
            long replies,
            long failed,
            long acknowledged,
            double p50,
            double p99,
            double max,
            double serverMicros) {

        /** Names and numbers on one line, as scripts read them. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "per_second=%.0f p50_ms=%.2f p99_ms=%.2f max_ms=%.2f replies=%d failed=%d acknowledged=%d server_us=%.1f",
                    perSecond,
                    p50,
                    p99,
                    max,
                    replies,
                    failed,
                    acknowledged,
                    serverMicros);
        }
    }
}
