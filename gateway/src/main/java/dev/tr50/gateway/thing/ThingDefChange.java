package dev.tr50.gateway.thing;

import dev.tr50.gateway.definition.DefinitionMissing;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.DefinitionContent;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingDefinition;
import java.util.List;
import java.util.Set;

/**
 * {@code thing.def.change}: moves a thing to another definition. What it has published under keys that the new one does not know
 * is kept, or dropped for good where the caller says so.
 */
public final class ThingDefChange implements Command<ThingDefChange.Params, Void> {
    private static final int AT_ONCE = 1000;

    private static final Param<String> KEY =
            Param.string("key", "Key of the thing.").as(ThingKey::valid).required();
    private static final Param<String> NEW_DEF_KEY =
            ThingTexts.text("newDefKey", "Key of the definition it is to have.").required();
    private static final Param<Boolean> DROP_PROPS = drop("dropProps", "properties");
    private static final Param<Boolean> DROP_ATTRS = drop("dropAttrs", "attributes");
    private static final Param<Boolean> DROP_ALARMS = drop("dropAlarms", "alarms");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
            "thing.def.change",
            Params::from,
            Void.class,
            "Gives a thing another thing definition, which holds for the next that it publishes.");

    /** Which thing, which definition, and of what the unknown is dropped. */
    public record Params(String key, String newDefKey, boolean dropProps, boolean dropAttrs, boolean dropAlarms) {
        static Params from(Arguments arguments) {
            return new Params(
                    arguments.get(KEY),
                    arguments.get(NEW_DEF_KEY),
                    arguments.get(DROP_PROPS),
                    arguments.get(DROP_ATTRS),
                    arguments.get(DROP_ALARMS));
        }
    }

    private static Param<Boolean> drop(String name, String what) {
        return Param.flag(name, "Whether values of " + what + " that the new definition does not know are deleted.")
                .required();
    }

    private final Storage storage;
    private final ThingAccess access;

    public ThingDefChange(Storage storage, ThingAccess access) {
        this.storage = storage;
        this.access = access;
    }

    @Override
    public Void run(Caller caller, Params params) {
        GroupWide.require(caller, SIGNATURE);
        Thing thing = access.resolve(caller, new ThingChoice(null, params.key(), Identifiers.NONE));
        DefinitionContent known = storage.thingDefinitions()
                .find(thing.groupId(), params.newDefKey())
                .map(ThingDefinition::content)
                .orElseThrow(() -> DefinitionMissing.of(params.newDefKey()));
        change(caller, thing, params.newDefKey());
        drop(params.dropProps(), thing, PropertySample.KIND, known.properties().keySet());
        drop(params.dropAttrs(), thing, AttributeSample.KIND, known.attributes().keySet());
        drop(params.dropAlarms(), thing, AlarmSample.KIND, known.alarms().keySet());
        return null;
    }

    private void change(Caller caller, Thing thing, String newDefKey) {
        try {
            if (!storage.things().changeDefinition(thing, newDefKey, caller.whoAmI())) {
                throw new CommandException(ErrorCode.NOT_FOUND, "Thing " + thing.key() + " not found");
            }
        } catch (NoSuchDefinitionException goneMeanwhile) {
            throw DefinitionMissing.of(newDefKey);
        }
    }

    private void drop(boolean wanted, Thing thing, SampleKind<?> kind, Set<String> known) {
        String behind = "";
        boolean more = wanted;
        while (more) {
            List<String> keys = storage.timeSeries().keys(thing.id(), kind, behind, AT_ONCE);
            keys.stream()
                    .filter(key -> !known.contains(key))
                    .forEach(key -> storage.timeSeries().delete(thing.id(), kind, key, null, null));
            more = keys.size() == AT_ONCE;
            behind = more ? keys.get(AT_ONCE - 1) : behind;
        }
    }
}
