package dev.tr50.gateway.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** The buckets of all histograms of durations, from a tenth of a millisecond to ten seconds. */
final class Latency {
    /** Their upper bounds. */
    static final long[] NANOS = LongStream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000)
            .map(micros -> micros * 1000)
            .toArray();

    private Latency() {}

    static Timer.Builder timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(
                        LongStream.of(NANOS).mapToObj(Duration::ofNanos).toArray(Duration[]::new));
    }
}
