package dev.tr50.gateway.definition;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.DefinitionContent;
import dev.tr50.storage.ThingDefinitions;
import dev.tr50.storage.TooManyKeysException;

/**
 * {@code thing_def.create}: a new definition. The {@code version} that exported definitions have is not looked at, because the
 * gateway counts its own.
 */
public final class ThingDefCreate implements Command<ThingDefCreate.Params, ThingDefCreate.Result> {
    private static final Param<String> KEY = DefinitionKey.KEY.required();

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
            "thing_def.create", Params::from, Result.class, "Makes a thing definition in the group of the session.");

    /** What the definition shall be. */
    public record Params(String key, DefinitionChange content) {
        static Params from(Arguments arguments) {
            Params params = new Params(arguments.get(KEY), DefinitionChange.from(arguments));
            if (arguments.areFine() && params.content().name() == null) {
                arguments.reject("name is required (string)");
            }
            return params;
        }
    }

    /** The definition that was made. */
    public record Result(
            @Describe("Id of the new definition.") String id) {}

    private final ThingDefinitions definitions;

    public ThingDefCreate(ThingDefinitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Result run(Caller caller, Params params) {
        GroupWide.require(caller, SIGNATURE);
        DefinitionContent content = params.content().applied(DefinitionContent.empty(params.key(), false));
        try {
            return new Result(definitions
                    .create(caller.group().id(), params.key(), content, caller.whoAmI())
                    .id());
        } catch (AlreadyExistsException e) {
            throw new CommandException(
                    ErrorCode.ALREADY_EXISTS, "Thing definition " + params.key() + " exists already");
        } catch (TooManyKeysException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage());
        }
    }
}
