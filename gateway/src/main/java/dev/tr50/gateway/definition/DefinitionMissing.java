package dev.tr50.gateway.definition;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;

/** The answer to whoever names a definition that is not there. */
public final class DefinitionMissing {
    private DefinitionMissing() {}

    /** @param name key or id, as the client gave it */
    public static CommandException of(String name) {
        return new CommandException(ErrorCode.NOT_FOUND, "Thing definition " + name + " not found");
    }
}
