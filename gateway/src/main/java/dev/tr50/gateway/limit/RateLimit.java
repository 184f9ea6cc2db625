package dev.tr50.gateway.limit;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many commands one session may run in a second: a bucket that holds the commands of one second and fills up again evenly.
 * Each session has its own.
 */
public final class RateLimit {

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final long cost;
    private final LongSupplier nanoTime;
    private final LimitCounts counts;
    private long credit = SECOND;
    private long looked;

    /** @param perSecond commands, 1 to 1,000,000 */
    public RateLimit(int perSecond, LimitCounts counts) {
        this(perSecond, counts, System::nanoTime);
    }

    RateLimit(int perSecond, LimitCounts counts, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.cost = SECOND / perSecond;
        this.counts = counts;
        this.nanoTime = nanoTime;
        this.looked = nanoTime.getAsLong();
    }

    /** The same commands, with those beyond the limit replaced by a refusal under the same id in the same place. */
    public List<Entry> admit(List<Entry> entries) {
        int admitted = take(entries.size());
        return admitted == entries.size() ? entries : refuseFrom(admitted, entries);
    }

    private synchronized int take(int wanted) {
        long now = nanoTime.getAsLong();
        credit = Math.min(SECOND, credit + (now - looked));
        looked = now;
        int granted = (int) Math.min(wanted, credit / cost);
        credit -= granted * cost;
        return granted;
    }

    private List<Entry> refuseFrom(int first, List<Entry> entries) {
        counts.met(Limit.COMMAND_RATE, entries.size() - first);
        CommandException refusal = new CommandException(
                ErrorCode.RATE_LIMITED, "A session may run " + perSecond + " commands a second; this one was not run");
        List<Entry> limited = new ArrayList<>(entries.subList(0, first));
        entries.subList(first, entries.size()).forEach(entry -> limited.add(new Malformed(entry.id(), refusal)));
        return limited;
    }
}
