package dev.tr50.gateway.definition;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.ThingDefinitions;
import dev.tr50.storage.TooManyKeysException;

/**
 * {@code thing_def.update}: changes what is sent. A section that is sent replaces the one that is there. Values that things have
 * published under keys that vanish are kept, unlike on the platform: what a script forgot to export must not cost history.
 */
public final class ThingDefUpdate implements Command<ThingDefUpdate.Params, Void> {
    private static final Param<String> KEY = DefinitionKey.KEY.required();

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
            "thing_def.update",
            Params::from,
            Void.class,
            "Changes what is sent of a thing definition. A section that is sent, such as properties, replaces the one that is"
                    + " there; values published under keys that vanish are kept.");

    /** Which definition, and what is to change. */
    public record Params(String key, DefinitionChange change) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY), DefinitionChange.from(arguments));
        }
    }

    private final ThingDefinitions definitions;

    public ThingDefUpdate(ThingDefinitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Void run(Caller caller, Params params) {
        GroupWide.require(caller, SIGNATURE);
        try {
            definitions
                    .update(caller.group().id(), params.key(), params.change()::applied, caller.whoAmI())
                    .orElseThrow(() -> DefinitionMissing.of(params.key()));
        } catch (TooManyKeysException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage());
        }
        return null;
    }
}
