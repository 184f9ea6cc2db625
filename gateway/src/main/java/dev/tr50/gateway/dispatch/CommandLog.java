package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.logline.Printable;
import dev.tr50.protocol.ErrorCode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells of commands in the log: of each at DEBUG, of those that ran for long at WARN. What waited for somebody else has not run for
 * that time, so it is never called slow.
 */
public final class CommandLog implements CommandObserver {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);
    private static final double NANOS_IN_MILLI = 1e6;

    private final long slowNanos;

    /** @param slow from when on a command is slow; zero for never */
    public CommandLog(Duration slow) {
        this.slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
    }

    @Override
    public void ran(Run run, ErrorCode failure, long nanos) {
        if (nanos >= slowNanos && !run.waited()) {
            tell(LOG.atWarn(), "Slow command", run, failure, nanos);
        } else if (LOG.isDebugEnabled()) {
            tell(LOG.atDebug(), "Command", run, failure, nanos);
        }
    }

    private static void tell(LoggingEventBuilder line, String what, Run run, ErrorCode failure, long nanos) {
        Caller caller = run.caller();
        line.addKeyValue("client", caller.whoAmI())
                .addKeyValue(
                        "group",
                        caller.group() == null ? "none" : caller.group().key())
                .addKeyValue("from", caller.origin().remoteAddress())
                .addKeyValue("command", run.command() == null ? "none" : Printable.of(run.command()))
                .addKeyValue("result", failure == null ? 0 : failure.number())
                .addKeyValue("durationMs", Math.round(nanos / NANOS_IN_MILLI * 1000) / 1000.0)
                .log(what);
    }
}
