package dev.tr50.gateway.limit;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How often limits were met since the start. Used by any number of threads. */
public final class LimitCounts {
    private final LongAdder[] met =
            Stream.generate(LongAdder::new).limit(Limit.values().length).toArray(LongAdder[]::new);

    /** Something was over a limit. */
    public void met(Limit limit) {
        met(limit, 1);
    }

    /** So many things were over a limit. */
    public void met(Limit limit, int times) {
        met[limit.ordinal()].add(times);
    }

    /** How often. */
    public long of(Limit limit) {
        return met[limit.ordinal()].sum();
    }
}
