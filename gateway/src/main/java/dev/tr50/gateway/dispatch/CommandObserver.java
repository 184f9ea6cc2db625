package dev.tr50.gateway.dispatch;

import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.ErrorCode;

/** Hears of every command that was run or refused. Called by any number of threads; must be quick and must not fail. */
@FunctionalInterface
public interface CommandObserver {
    /** Does not care. */
    CommandObserver NOBODY = (run, failure, nanos) -> {};

    /**
     * What was run.
     *
     * @param caller who asked
     * @param request what it asked for; null when that was no command
     * @param waited whether it waited for somebody else, like {@code method.exec}
     */
    record Run(Caller caller, Request request, boolean waited) {

        /** As the client named it, in the catalogue or not; null when it named none. */
        public String command() {
            return request == null ? null : request.command();
        }
    }

    /**
     * A command is done; what it changed may still be on its way to the disk.
     *
     * @param failure the first of its errors; null when it succeeded
     * @param nanos how long it ran
     */
    void ran(Run run, ErrorCode failure, long nanos);

    /** Tells two. */
    default CommandObserver and(CommandObserver other) {
        return (run, failure, nanos) -> {
            ran(run, failure, nanos);
            other.ran(run, failure, nanos);
        };
    }
}
