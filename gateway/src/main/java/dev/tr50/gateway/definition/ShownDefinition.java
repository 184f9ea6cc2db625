package dev.tr50.gateway.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.JsonValue;
import dev.tr50.storage.AlarmDefinition;
import dev.tr50.storage.AttributeDefinition;
import dev.tr50.storage.LocationDefinition;
import dev.tr50.storage.MethodDefinition;
import dev.tr50.storage.PropertyDefinition;
import dev.tr50.storage.ThingDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A definition in a reply: what was written, and what the gateway knows of it. */
public record ShownDefinition(
        @Describe("Id of the definition.") String id,
        @Describe("Key of the definition.") String key,
        @Describe("Name for people.") String name,

        @Describe("How often it has been written, keys defined automatically included.")
        int version,

        @Describe("Whether unknown properties are defined when they are first published.")
        boolean autoDefProps,

        @Describe("Whether unknown attributes are defined when they are first published.")
        boolean autoDefAttrs,

        @Describe("Its properties by key.") Map<String, Property> properties,

        @Describe("Its attributes by key.") Map<String, Attribute> attributes,

        @Describe("Its alarms by key.") Map<String, Alarm> alarms,

        @Describe("Its methods by name.") Map<String, Method> methods,

        @Describe("How locations are treated, where it was written.")
        Optional<Locations> locations,

        @Describe("As it was written.") Optional<JsonValue> tunnels,
        @Describe("As it was written.") Optional<JsonValue> tunnelAdHoc,
        @Describe("As it was written.") Optional<JsonValue> controlTags,
        @Describe("As it was written.") Optional<JsonValue> secTags,
        @Describe("Id of the group it belongs to.") String ownerOrgId,
        @Describe("Who made it.") String createdBy,
        @Describe("When it was made.") Instant createdOn,
        @Describe("Who changed it last.") String updatedBy,
        @Describe("When it was changed last.") Instant updatedOn) {

    record Property(
            @Describe("Name for people.") String name,
            @Describe("Unit.") Optional<String> unit,
            @Describe("Shown before the number.") Optional<String> prefix,
            @Describe("Shown after the number.") Optional<String> suffix,
            @Describe("Whether it is summed up.") boolean calcAggregates,

            @Describe("Whether a second number of one time does not count.")
            boolean deDuplicate,

            @Describe("Whether things are found by it.") boolean searchable,
            @Describe("Formula applied before storing.") Optional<String> scale) {
        static Property of(PropertyDefinition property) {
            return new Property(
                    property.name(),
                    Optional.ofNullable(property.unit()),
                    Optional.ofNullable(property.prefix()),
                    Optional.ofNullable(property.suffix()),
                    property.calcAggregates(),
                    property.deDuplicate(),
                    property.searchable(),
                    Optional.ofNullable(property.scale()));
        }
    }

    record Attribute(
            @Describe("Name for people.") String name,

            @Describe("Value while a thing has none.") @JsonProperty("default")
            Optional<String> defaultValue,

            @Describe("Whether things are found by it.") boolean searchable) {
        static Attribute of(AttributeDefinition attribute) {
            return new Attribute(
                    attribute.name(), Optional.ofNullable(attribute.defaultValue()), attribute.searchable());
        }
    }

    record State(
            @Describe("Name for people.") String name,
            @Describe("Color.") Optional<String> color) {
        static State of(AlarmDefinition.State state) {
            return new State(state.name(), Optional.ofNullable(state.color()));
        }
    }

    record Alarm(
            @Describe("Name for people.") String name,

            @Describe("What its numbers mean; state 0 is the first.")
            List<State> states,

            @Describe("Whether things are found by it.") boolean searchable) {
        static Alarm of(AlarmDefinition alarm) {
            return new Alarm(
                    alarm.name(), alarm.states().stream().map(State::of).toList(), alarm.searchable());
        }
    }

    record Method(
            @Describe("Name for people.") String name,
            @Describe("What it does.") Optional<String> description,
            @Describe("Who answers it.") Optional<String> handler,
            @Describe("Seconds that callers wait.") Optional<Integer> defaultAckTimeout,
            @Describe("Its tags.") List<String> tags,
            @Describe("What it takes, as it was written.") Optional<JsonValue> notificationVariables,
            @Describe("What it answers, as it was written.") Optional<JsonValue> completionVariables) {
        static Method of(MethodDefinition method) {
            return new Method(
                    method.name(),
                    Optional.ofNullable(method.description()),
                    Optional.ofNullable(method.handler()),
                    Optional.ofNullable(method.defaultAckTimeout()),
                    method.tags(),
                    json(method.notificationVariables()),
                    json(method.completionVariables()));
        }
    }

    record Locations(
            @Describe("Fix types that are not recorded.") List<String> ignoreFixTypes,
            @Describe("Whether places are not to be named.") boolean noDecode) {
        static Locations of(LocationDefinition locations) {
            return new Locations(locations.ignoreFixTypes(), locations.noDecode());
        }
    }

    static ShownDefinition of(ThingDefinition definition) {
        var content = definition.content();
        return new ShownDefinition(
                definition.id(),
                definition.key(),
                content.name(),
                definition.version(),
                content.autoDefProps(),
                content.autoDefAttrs(),
                each(content.properties(), Property::of),
                each(content.attributes(), Attribute::of),
                each(content.alarms(), Alarm::of),
                each(content.methods(), Method::of),
                Optional.ofNullable(content.locations()).map(Locations::of),
                json(content.kept().tunnels()),
                json(content.kept().tunnelAdHoc()),
                json(content.kept().controlTags()),
                json(content.kept().secTags()),
                definition.groupId(),
                definition.createdBy(),
                definition.createdOn(),
                definition.updatedBy(),
                definition.updatedOn());
    }

    private static <V, S> SortedMap<String, S> each(SortedMap<String, V> entries, Function<V, S> shown) {
        SortedMap<String, S> all = new TreeMap<>();
        entries.forEach((key, entry) -> all.put(key, shown.apply(entry)));
        return all;
    }

    private static Optional<JsonValue> json(String text) {
        return Optional.ofNullable(text).map(JsonValue::parse);
    }
}
