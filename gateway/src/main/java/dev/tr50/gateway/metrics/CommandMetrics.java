package dev.tr50.gateway.metrics;

import dev.tr50.gateway.dispatch.CommandObserver;
import dev.tr50.protocol.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts commands by name and result and times them by name. Names that no command has are one name, so clients cannot make up more. */
public final class CommandMetrics implements CommandObserver {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";
    private static final String SUCCESS = "success";
    private static final ErrorCode[] CODES = ErrorCode.values();

    private final Map<String, Series> byName = new HashMap<>();
    private final Series unknown;
    private final Series none;

    /** @param names of the commands that there are */
    public CommandMetrics(MeterRegistry registry, Collection<String> names) {
        names.forEach(name -> byName.put(name, new Series(registry, name)));
        unknown = new Series(registry, UNKNOWN);
        none = new Series(registry, NONE);
    }

    @Override
    public void ran(String command, ErrorCode failure, long nanos) {
        Series series = command == null ? none : byName.getOrDefault(command, unknown);
        series.record(failure, nanos);
    }

    /** Of one command; what never happened is not there. */
    private static final class Series {
        private final MeterRegistry registry;
        private final String name;
        private final AtomicReferenceArray<Counter> results = new AtomicReferenceArray<>(CODES.length + 1);
        private volatile Timer latency;

        Series(MeterRegistry registry, String name) {
            this.registry = registry;
            this.name = name;
        }

        void record(ErrorCode failure, long nanos) {
            int place = failure == null ? CODES.length : failure.ordinal();
            Counter counter = results.get(place);
            if (counter == null) {
                counter = counter(failure == null ? SUCCESS : Integer.toString(failure.number()));
                latency = timer();
                results.set(place, counter);
            }
            counter.increment();
            latency.record(nanos, TimeUnit.NANOSECONDS);
        }

        /** The registry gives the one that is there when another thread was quicker. */
        private Counter counter(String result) {
            return Counter.builder("tr50.commands")
                    .description("Commands that were run or refused")
                    .tag("command", name)
                    .tag("result", result)
                    .register(registry);
        }

        private Timer timer() {
            return Latency.timer("tr50.command.duration", "How long commands ran, without the wait for the disk")
                    .tag("command", name)
                    .register(registry);
        }
    }
}
