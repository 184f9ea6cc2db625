package dev.tr50.gateway.simulate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What became of one kind of request: how many were sent, answered and failed, and how long the answers took. */
final class Course {
    /** Longer than anybody waits; in microseconds. */
    private static final long LONGEST = TimeUnit.MINUTES.toMicros(10);

    private static final int DIGITS = 3;

    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Recorder recorder = new Recorder(LONGEST, DIGITS);
    private final Histogram all = histogram();
    private Histogram latest;

    static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    void sent() {
        sent.increment();
    }

    void took(long nanos) {
        recorder.recordValue(Math.min(LONGEST, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    void failed() {
        failed.increment();
    }

    long sentSoFar() {
        return sent.sum();
    }

    long failedSoFar() {
        return failed.sum();
    }

    /** How long the answers took since the last call, in microseconds. For one thread; good until the next call. */
    Histogram sinceLast() {
        latest = recorder.getIntervalHistogram(latest);
        all.add(latest);
        return latest;
    }

    /** How long all answers took that {@link #sinceLast()} has told of. */
    Histogram all() {
        return all;
    }
}
