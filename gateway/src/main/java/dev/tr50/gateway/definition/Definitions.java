package dev.tr50.gateway.definition;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.AlarmDefinition;
import dev.tr50.storage.AttributeDefinition;
import dev.tr50.storage.MethodDefinition;
import dev.tr50.storage.PropertyDefinition;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingDefinition;
import dev.tr50.storage.ThingDefinitions;
import dev.tr50.storage.TooManyKeysException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the definition of a thing knows of a key, for those who publish under it. A key that is not known yet is defined when it
 * is first published, where the definition has that for its kind; its name is then {@code auto:} and the key, as on the
 * platform.
 *
 * <p>Keys that are known are answered from memory.
 */
public final class Definitions {
    private static final String AUTO = "auto:";

    private final ThingDefinitions stored;
    private final boolean autoDefineAlarms;

    /** @param autoDefineAlarms whether alarms are defined automatically, for which definitions have no flag */
    public Definitions(ThingDefinitions stored, boolean autoDefineAlarms) {
        this.stored = stored;
        this.autoDefineAlarms = autoDefineAlarms;
    }

    /** Whether alarms, and states of them that are not listed, are defined automatically. */
    public boolean definesAlarms() {
        return autoDefineAlarms;
    }

    /**
     * The definition that a thing has now.
     *
     * @throws CommandException when the thing has been deleted meanwhile
     */
    public ThingDefinition of(Thing thing) {
        return stored.of(thing).orElseThrow(() -> gone(thing));
    }

    /**
     * The property of that key.
     *
     * @throws CommandException when it is not defined and cannot be defined automatically
     */
    public PropertyDefinition property(Thing thing, String key) {
        return entry(
                thing,
                "Property",
                key,
                definition -> definition.property(key),
                definition -> definition.content().autoDefProps(),
                definition -> stored.define(definition, key, PropertyDefinition.named(AUTO + key), thing.key()));
    }

    /**
     * The attribute of that key.
     *
     * @throws CommandException when it is not defined and cannot be defined automatically
     */
    public AttributeDefinition attribute(Thing thing, String key) {
        return entry(
                thing,
                "Attribute",
                key,
                definition -> definition.attribute(key),
                definition -> definition.content().autoDefAttrs(),
                definition -> stored.define(definition, key, AttributeDefinition.named(AUTO + key), thing.key()));
    }

    /**
     * The alarm of that key.
     *
     * @throws CommandException when it is not defined and cannot be defined automatically
     */
    public AlarmDefinition alarm(Thing thing, String key) {
        return entry(
                thing,
                "Alarm",
                key,
                definition -> definition.alarm(key),
                definition -> autoDefineAlarms,
                definition -> stored.define(definition, key, AlarmDefinition.named(AUTO + key), thing.key()));
    }

    /** The method of that name, if the definition knows it; methods are never defined automatically. */
    public Optional<MethodDefinition> method(Thing thing, String key) {
        return of(thing).method(key);
    }

    private <V> V entry(
            Thing thing,
            String noun,
            String key,
            Function<ThingDefinition, Optional<V>> known,
            Predicate<ThingDefinition> automatic,
            Function<ThingDefinition, Optional<V>> define) {
        ThingDefinition definition = of(thing);
        return known.apply(definition).orElseGet(() -> {
            if (!automatic.test(definition)) {
                throw new CommandException(
                        ErrorCode.NOT_DEFINED,
                        noun + " " + key + " is not defined in thing definition " + definition.key());
            }
            try {
                return define.apply(definition).orElseThrow(() -> gone(thing));
            } catch (TooManyKeysException e) {
                throw new CommandException(
                        ErrorCode.TOO_LARGE,
                        noun + " " + key + " cannot be defined: thing definition " + definition.key() + " has "
                                + ThingDefinition.MOST_KEYS + " keys, which is the most");
            }
        });
    }

    private static CommandException gone(Thing thing) {
        return new CommandException(ErrorCode.NOT_FOUND, "Thing " + thing.key() + " not found");
    }
}
