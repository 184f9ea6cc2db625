package dev.tr50.gateway.thing;

import dev.tr50.protocol.Decimal;
import dev.tr50.storage.Thing;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a search asks of a thing. */
@FunctionalInterface
interface ThingCondition {

    boolean holds(Thing thing, ThingFacts facts);

    /** Every thing. */
    ThingCondition ANY = (thing, facts) -> true;

    /** What a term without a field looks at. */
    static ThingCondition named(Glob glob) {
        return (thing, facts) -> glob.matches(thing.key()) || glob.matches(thing.name());
    }

    default ThingCondition and(ThingCondition other) {
        return (thing, facts) -> holds(thing, facts) && other.holds(thing, facts);
    }

    default ThingCondition or(ThingCondition other) {
        return (thing, facts) -> holds(thing, facts) || other.holds(thing, facts);
    }

    default ThingCondition negated() {
        return (thing, facts) -> !holds(thing, facts);
    }

    /** @throws IllegalArgumentException when things have no such field */
    static ThingCondition field(String name, Glob glob) {
        Function<Thing, Stream<String>> own = Fields.OWN.get(name);
        if (own != null) {
            return (thing, facts) -> own.apply(thing).anyMatch(glob::matches);
        }
        if (name.equals("connected")) {
            return (thing, facts) ->
                    glob.matches(Boolean.toString(facts.connection(thing).isPresent()));
        }
        if (name.equals("defName")) {
            return (thing, facts) -> facts.definition(thing)
                    .filter(definition -> glob.matches(definition.name()))
                    .isPresent();
        }
        return Fields.value(name, glob);
    }

    /** The fields there are. */
    final class Fields {
        static final Map<String, Function<Thing, Stream<String>>> OWN = new TreeMap<>(Map.ofEntries(
                Map.entry("id", thing -> Stream.of(thing.id())),
                Map.entry("key", thing -> Stream.of(thing.key())),
                Map.entry("name", thing -> Stream.of(thing.name())),
                Map.entry("desc", thing -> Stream.ofNullable(thing.desc())),
                Map.entry("defKey", thing -> Stream.of(thing.defKey())),
                Map.entry("tags", thing -> thing.tags().stream()),
                Map.entry("secTags", thing -> thing.secTags().stream()),
                Map.entry("createdBy", thing -> Stream.of(thing.createdBy())),
                Map.entry("updatedBy", thing -> Stream.of(thing.updatedBy())),
                Map.entry("locEnabled", thing -> Stream.of(Boolean.toString(thing.locEnabled()))),
                Map.entry(
                        "iccid", thing -> Stream.ofNullable(thing.identifiers().iccid())),
                Map.entry("esn", thing -> Stream.ofNullable(thing.identifiers().esn())),
                Map.entry("imei", thing -> Stream.ofNullable(thing.identifiers().imei())),
                Map.entry("meid", thing -> Stream.ofNullable(thing.identifiers().meid())),
                Map.entry("imsi", thing -> Stream.ofNullable(thing.identifiers().imsi()))));

        private Fields() {}

        private static ThingCondition value(String name, Glob glob) {
            return value(name, "attrs.", ".value", glob, (facts, of) -> facts.attribute(of.thing(), of.key()))
                    .or(() -> value(
                            name,
                            "properties.",
                            ".value",
                            glob,
                            (facts, of) -> facts.property(of.thing(), of.key()).map(Decimal::text)))
                    .or(() -> value(
                            name,
                            "alarms.",
                            ".state",
                            glob,
                            (facts, of) -> facts.alarm(of.thing(), of.key()).map(String::valueOf)))
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "names the field \"" + shortened(name)
                                            + "\", which is none of " + String.join(", ", OWN.keySet())
                                            + ", connected, defName, attrs.<key>.value, properties.<key>.value and alarms.<key>.state"));
        }

        private record Series(Thing thing, String key) {}

        private static Optional<ThingCondition> value(
                String name,
                String prefix,
                String suffix,
                Glob glob,
                BiFunction<ThingFacts, Series, Optional<String>> value) {
            if (!name.startsWith(prefix)) {
                return Optional.empty();
            }
            String rest = name.substring(prefix.length());
            String key = rest.endsWith(suffix) ? rest.substring(0, rest.length() - suffix.length()) : rest;
            return Optional.of((thing, facts) -> value.apply(facts, new Series(thing, key))
                    .filter(glob::matches)
                    .isPresent());
        }

        private static String shortened(String name) {
            String plain = name.toLowerCase(Locale.ROOT);
            return plain.length() <= 40 ? plain : plain.substring(0, 40) + "…";
        }
    }
}
