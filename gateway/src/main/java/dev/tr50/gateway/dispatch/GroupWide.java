package dev.tr50.gateway.dispatch;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;

/** Work on what belongs to the whole group: a thing minds its own business. */
public final class GroupWide {
    private GroupWide() {}

    /** @throws CommandException unless the caller may do so */
    public static void require(Caller caller, Signature<?, ?> command) {
        if (!caller.reachesGroup()) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED, command.name() + " concerns the whole group: it is not for things");
        }
    }
}
