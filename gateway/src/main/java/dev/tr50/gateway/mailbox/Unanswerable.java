package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.MessageStatus;

/** Why there will be no answer to a message. */
final class Unanswerable {
    private Unanswerable() {}

    static CommandException because(MessageStatus status) {
        return status == MessageStatus.EXPIRED
                ? new CommandException(ErrorCode.TIMED_OUT, "Method timed out: the message expired")
                : new CommandException(ErrorCode.NOT_FOUND, "The message was purged before it was answered");
    }

    static CommandException becauseOfLoss() {
        return new CommandException(ErrorCode.NOT_FOUND, "The thing was deleted or moved before it answered");
    }
}
