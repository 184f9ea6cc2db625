package dev.tr50.gateway.dispatch;

import dev.tr50.protocol.ErrorCode;

/** Hears of every command that was run or refused. Called by any number of threads; must be quick and must not fail. */
@FunctionalInterface
public interface CommandObserver {
    /** Does not care. */
    CommandObserver NOBODY = (command, failure, nanos) -> {};

    /**
     * A command is done; what it changed may still be on its way to the disk.
     *
     * @param command as the client named it, in the catalogue or not; null when it named none
     * @param failure the first of its errors; null when it succeeded
     * @param nanos how long it ran
     */
    void ran(String command, ErrorCode failure, long nanos);
}
