package dev.tr50.gateway.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long commands ran, in a histogram for each. Not Micrometer's timers, whose every recording goes through what all threads
 * share: at hundreds of thousands of commands a second that is felt.
 */
final class CommandDurations implements Collector {
    static final String NAME = "tr50_command_duration_seconds";

    private final Map<String, Histogram> byCommand = new TreeMap<>();

    /** A command that there is. To be told of before the first one is recorded. */
    Histogram of(String command) {
        return byCommand.computeIfAbsent(command, name -> new Histogram());
    }

    @Override
    public HistogramSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(NAME).help("How long commands ran, without the wait for the disk");
        byCommand.forEach((command, histogram) -> {
            if (histogram.wasUsed()) {
                snapshot.dataPoint(histogram.snapshot(command));
            }
        });
        return snapshot.build();
    }

    /** Of one command. Used by any number of threads. */
    static final class Histogram {
        private final LongAdder[] counts =
                Stream.generate(LongAdder::new).limit(Latency.NANOS.length + 1).toArray(LongAdder[]::new);
        private final LongAdder nanos = new LongAdder();

        void record(long duration) {
            int bucket = 0;
            while (bucket < Latency.NANOS.length && duration > Latency.NANOS[bucket]) {
                bucket++;
            }
            counts[bucket].increment();
            nanos.add(duration);
        }

        private boolean wasUsed() {
            return Stream.of(counts).anyMatch(count -> count.sum() > 0);
        }

        private HistogramDataPointSnapshot snapshot(String command) {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            for (int i = 0; i < counts.length; i++) {
                double most = i < Latency.NANOS.length ? seconds(Latency.NANOS[i]) : Double.POSITIVE_INFINITY;
                buckets.bucket(most, counts[i].sum());
            }
            return HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(buckets.build())
                    .sum(seconds(nanos.sum()))
                    .labels(Labels.of("command", command))
                    .build();
        }

        private static double seconds(long nanos) {
            return (double) nanos / TimeUnit.SECONDS.toNanos(1);
        }
    }
}
