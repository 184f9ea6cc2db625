package dev.tr50.gateway.definition;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.ThingDefinition;
import dev.tr50.storage.ThingDefinitions;
import java.util.Optional;

/**
 * {@code thing_def.find}: one definition. The scripts that set up an organisation ask for one to see whether it exists, and give
 * its id to applications.
 */
public final class ThingDefFind implements Command<ThingDefFind.Params, ShownDefinition> {
    private static final Param<String> ID = Param.string("id", "Id of the definition.");

    public static final Signature<Params, ShownDefinition> SIGNATURE = Signature.reading(
            "thing_def.find",
            Params::from,
            ShownDefinition.class,
            "Finds one thing definition of the group by its key or its id.");

    /** Which definition. */
    public record Params(String key, String id) {
        static Params from(Arguments arguments) {
            Params params = new Params(arguments.get(DefinitionKey.KEY), arguments.get(ID));
            if (arguments.areFine() && params.key() == null && params.id() == null) {
                arguments.reject("key or id (string) is required");
            }
            return params;
        }
    }

    private final ThingDefinitions definitions;

    public ThingDefFind(ThingDefinitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public ShownDefinition run(Caller caller, Params params) {
        String group = caller.group().id();
        Optional<ThingDefinition> found =
                params.id() == null ? definitions.find(group, params.key()) : definitions.findById(group, params.id());
        ThingDefinition definition =
                found.orElseThrow(() -> DefinitionMissing.of(params.id() == null ? params.key() : params.id()));
        if (params.key() != null && !params.key().equals(definition.key())) {
            throw new CommandException(ErrorCode.BAD_PARAMETER, "key and id must name one and the same definition");
        }
        return ShownDefinition.of(definition);
    }
}
