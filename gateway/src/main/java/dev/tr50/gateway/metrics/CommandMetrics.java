package dev.tr50.gateway.metrics;

import dev.tr50.gateway.dispatch.CommandObserver;
import dev.tr50.protocol.ErrorCode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts commands by name and result and times them by name. Names that no command has are one name, so clients cannot make up more. */
public final class CommandMetrics implements CommandObserver {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";
    private static final String SUCCESS = "success";
    private static final String DEVICE = "device";
    private static final ErrorCode[] CODES = ErrorCode.values();

    private final Map<String, Series> byName = new HashMap<>();
    private final Series unknown;
    private final Series none;

    /** @param names of the commands that there are */
    public CommandMetrics(PrometheusMeterRegistry registry, Collection<String> names) {
        Meters meters = new Meters(registry);
        CommandDurations durations = new CommandDurations();
        names.forEach(name -> byName.put(name, new Series(meters, name, durations.of(name))));
        unknown = new Series(meters, UNKNOWN, durations.of(UNKNOWN));
        none = new Series(meters, NONE, durations.of(NONE));
        registry.getPrometheusRegistry().register(durations);
    }

    @Override
    public void ran(Run run, ErrorCode failure, long nanos) {
        Series series = run.command() == null ? none : byName.getOrDefault(run.command(), unknown);
        series.record(failure, nanos);
    }

    /** Of one command; what never happened is not there. */
    private static final class Series {
        private final Meters meters;
        private final String name;
        private final CommandDurations.Histogram durations;
        private final AtomicReferenceArray<LongAdder> results = new AtomicReferenceArray<>(CODES.length + 1);

        Series(Meters meters, String name, CommandDurations.Histogram durations) {
            this.meters = meters;
            this.name = name;
            this.durations = durations;
        }

        void record(ErrorCode failure, long nanos) {
            int place = failure == null ? CODES.length : failure.ordinal();
            LongAdder count = results.get(place);
            if (count == null) {
                count = first(place, failure);
            }
            count.increment();
            durations.record(nanos);
        }

        private LongAdder first(int place, ErrorCode failure) {
            LongAdder count = new LongAdder();
            if (!results.compareAndSet(place, null, count)) {
                return results.get(place);
            }
            meters.counter(
                    "tr50.commands",
                    "Commands that were run or refused",
                    count::sum,
                    "command",
                    name,
                    "result",
                    result(failure));
            return count;
        }

        /** The numbers of devices are no label: they can be any. */
        private static String result(ErrorCode failure) {
            if (failure == null) {
                return SUCCESS;
            }
            return failure == ErrorCode.DEVICE ? DEVICE : Integer.toString(failure.number());
        }
    }
}
