package dev.tr50.gateway.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the gateway's own failures once, with the stack trace, and then at most once a minute per place: a client that can
 * provoke one must not be able to fill a disk with it.
 */
public final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int PLACES = 1000;

    private record Last(long nanoTime, AtomicLong unsaid) {}

    private final Map<String, Last> told = new ConcurrentHashMap<>();

    /**
     * Tells of a failure, unless it was told less than a minute ago.
     *
     * @param where what failed, in a few words that do not come from a client
     * @param caller who asked, or null when that is not one caller
     */
    public void log(String where, Caller caller, Throwable fault) {
        String place = where + ' ' + fault.getClass().getName();
        long now = System.nanoTime();
        Last last = told.get(place);
        if (last != null && now - last.nanoTime() < PAUSE) {
            last.unsaid().incrementAndGet();
            return;
        }
        if (told.size() < PLACES) {
            told.put(place, new Last(now, new AtomicLong()));
        }
        LOG.atError()
                .setCause(fault)
                .addKeyValue("client", caller == null ? "several" : caller.whoAmI())
                .addKeyValue("unsaid", last == null ? 0 : last.unsaid().get())
                .log("{} failed", where);
    }
}
