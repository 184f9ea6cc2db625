package dev.tr50.gateway.logline;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lines on their way to the log, written by a thread of its own: whoever reads the log and stops reading must not stop those who
 * serve clients. When it is full, lines are lost and counted.
 */
public final class LineQueue extends AsyncAppender {
    /** About 2 MiB. */
    private static final int MOST_LINES = 8192;

    private static final int FLUSH_MILLIS = 500;

    private final LongAdder lost = new LongAdder();

    /** An empty one; its appender and its context are still to be set. */
    public LineQueue() {
        setQueueSize(MOST_LINES);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MILLIS);
    }

    /** Lines for which there was no room. */
    public long lost() {
        return lost.sum();
    }

    @Override
    protected void append(ILoggingEvent line) {
        if (getRemainingCapacity() == 0) {
            lost.increment();
        } else {
            super.append(line);
        }
    }
}
