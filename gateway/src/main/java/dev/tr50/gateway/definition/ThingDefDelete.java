package dev.tr50.gateway.definition;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.DefinitionContent;
import dev.tr50.storage.DefinitionInUseException;
import dev.tr50.storage.Groups;
import dev.tr50.storage.ThingDefinitions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code thing_def.delete}: a definition that nothing uses, or some of the keys of any. */
public final class ThingDefDelete implements Command<ThingDefDelete.Params, Void> {
    private static final Param<String> KEY = DefinitionKey.KEY.required();
    private static final Param<List<String>> PROPERTIES = Param.strings("properties", "Properties to take out.");
    private static final Param<List<String>> ATTRIBUTES = Param.strings("attributes", "Attributes to take out.");
    private static final Param<List<String>> ALARMS = Param.strings("alarms", "Alarms to take out.");
    private static final Param<List<String>> METHODS = Param.strings("methods", "Methods to take out.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
            "thing_def.delete",
            Params::from,
            Void.class,
            "Deletes a thing definition, which no thing may have and no application give to things. Where keys are named,"
                    + " only those are taken out of it; values published under them are kept.");

    /** Which definition; when keys are given, those alone. */
    public record Params(
            String key, List<String> properties, List<String> attributes, List<String> alarms, List<String> methods) {
        static Params from(Arguments arguments) {
            return new Params(
                    arguments.get(KEY),
                    arguments.get(PROPERTIES),
                    arguments.get(ATTRIBUTES),
                    arguments.get(ALARMS),
                    arguments.get(METHODS));
        }

        boolean isWhole() {
            return properties.isEmpty() && attributes.isEmpty() && alarms.isEmpty() && methods.isEmpty();
        }

        DefinitionContent without(DefinitionContent old) {
            return old.withSections(
                    without(old.properties(), properties),
                    without(old.attributes(), attributes),
                    without(old.alarms(), alarms),
                    without(old.methods(), methods));
        }

        private static <V> SortedMap<String, V> without(SortedMap<String, V> entries, List<String> keys) {
            SortedMap<String, V> rest = new TreeMap<>(entries);
            keys.forEach(rest::remove);
            return rest;
        }
    }

    private final ThingDefinitions definitions;

    public ThingDefDelete(ThingDefinitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Void run(Caller caller, Params params) {
        GroupWide.require(caller, SIGNATURE);
        boolean found = params.isWhole() ? delete(caller, params) : takeOut(caller, params);
        if (!found) {
            throw DefinitionMissing.of(params.key());
        }
        return null;
    }

    private boolean delete(Caller caller, Params params) {
        if (params.key().equals(Groups.DEFAULT_DEFINITION)) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "Every group keeps its thing definition default");
        }
        try {
            return definitions.delete(caller.group().id(), params.key());
        } catch (DefinitionInUseException e) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, e.getMessage());
        }
    }

    private boolean takeOut(Caller caller, Params params) {
        return definitions
                .update(caller.group().id(), params.key(), params::without, caller.whoAmI())
                .isPresent();
    }
}
