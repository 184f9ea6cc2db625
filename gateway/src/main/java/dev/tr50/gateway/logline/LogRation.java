package dev.tr50.gateway.logline;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Lets at most ten lines of a kind through in a second, and tells how many it kept back: what clients do wrong at their own rate
 * must not fill a disk. Lines are of a kind when logger and format are the same. Configured in {@code logback.xml}.
 */
public final class LogRation extends TurboFilter {
    private static final int LINES = 10;
    private static final int KINDS = 1000;
    private static final long SECOND = 1_000_000_000L;
    private static final String KEPT_BACK = "{} more lines like the last ones within a second: {}";

    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** The filter as logback makes it. */
    public LogRation() {
        this(System::nanoTime);
    }

    LogRation(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        if (level.levelInt < Level.INFO_INT
                || format == null
                || format.equals(KEPT_BACK)
                || !logger.isEnabledFor(level)) {
            return FilterReply.NEUTRAL;
        }
        String kind = logger.getName() + '\n' + format;
        if (windows.size() >= KINDS && !windows.containsKey(kind)) {
            kind = logger.getName();
        }
        Window window = windows.computeIfAbsent(kind, any -> new Window());
        long keptBack = window.enter(nanoTime.getAsLong());
        if (keptBack > 0) {
            logger.log(
                    marker,
                    logger.getName(),
                    level.toInt() / 1000,
                    KEPT_BACK,
                    new Object[] {keptBack, pattern(format)},
                    null);
        }
        return keptBack < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** What they have in common: their parameters were different ones. */
    private static String pattern(String format) {
        return format.replace("{}", "…");
    }

    /** One second of one kind. */
    private static final class Window {
        private long begin;
        private long lines;

        /** Counts a line: negative when it is one too many, else how many were kept back in the second before. */
        synchronized long enter(long now) {
            if (lines == 0 || now - begin >= SECOND) {
                long keptBack = Math.max(0, lines - LINES);
                begin = now;
                lines = 1;
                return keptBack;
            }
            lines++;
            return lines > LINES ? -1 : 0;
        }
    }
}
