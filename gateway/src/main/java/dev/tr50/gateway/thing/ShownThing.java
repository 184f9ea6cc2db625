package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.ThingFacts.Alarm;
import dev.tr50.gateway.thing.ThingFacts.Attribute;
import dev.tr50.gateway.thing.ThingFacts.Part;
import dev.tr50.gateway.thing.ThingFacts.Property;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.Hardware;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A thing in a reply: those of its fields that were asked for, as far as there is something to tell. */
public record ShownThing(
        @Describe("Id of the thing.") Optional<String> id,
        @Describe("Key of the thing.") Optional<String> key,
        @Describe("Name for people.") Optional<String> name,
        @Describe("Description for people.") Optional<String> desc,
        @Describe("Id of the group it belongs to.") Optional<String> orgId,
        @Describe("Id of the group it belongs to.") Optional<String> ownerOrgId,

        @Describe("What the session may do with it, always rw.")
        Optional<String> permission,

        @Describe("Id of its thing definition.") Optional<String> defId,
        @Describe("Key of its thing definition.") Optional<String> defKey,
        @Describe("Name of its thing definition.") Optional<String> defName,
        @Describe("Its tags.") Optional<List<String>> tags,
        @Describe("Its security tags.") Optional<List<String>> secTags,
        @Describe("Whether it is connected now.") Optional<Boolean> connected,
        @Describe("Its session, while connected.") Optional<String> sessionId,

        @Describe("Id of the thing whose session that is: its own, or the one it is bound to.")
        Optional<String> connectedId,

        @Describe("Key of the thing whose session that is.") Optional<String> connectedKey,

        @Describe("How it is connected.") Optional<String> proto,
        @Describe("Address and port, while connected.") Optional<String> remoteAddr,

        @Describe("When it was last connected; now, while it is.")
        Optional<Instant> lastSeen,

        @Describe("The same.") Optional<Instant> lastCommunication,

        @Describe("Who made it; AUTOREG when it registered itself.")
        Optional<String> createdBy,

        @Describe("When it was made.") Optional<Instant> createdOn,
        @Describe("Who changed it last.") Optional<String> updatedBy,
        @Describe("When it was changed last.") Optional<Instant> updatedOn,

        @Describe("Whether it is to be located, as clients have it.")
        Optional<Boolean> locEnabled,

        @Describe("When its location was last published.") Optional<Instant> locUpdated,

        @Describe("Where it is.") Optional<ThingLocation> loc,

        @Describe("Its attributes by key, at most 1000.") Optional<Map<String, Attribute>> attrs,

        @Describe("Its properties by key, at most 1000.") Optional<Map<String, Property>> properties,

        @Describe("Its alarms by key, at most 1000.") Optional<Map<String, Alarm>> alarms,

        @Describe("What it registered of its gateway.") Optional<Part> gateway,
        @Describe("What it registered of its radio module.") Optional<Part> module,
        @Describe("Number of the SIM card.") Optional<String> iccid,
        @Describe("Electronic serial number.") Optional<String> esn,
        @Describe("Number of the mobile equipment.") Optional<String> imei,
        @Describe("Number of the CDMA equipment.") Optional<String> meid,
        @Describe("Number of the subscriber.") Optional<String> imsi,

        @Describe("Whether it is bound to an application id.")
        Optional<Boolean> appId) {

    /** What a key and a time take beside a value, in characters. */
    private static final long VALUE_LENGTH = 64;

    /** The fields of lists, in order, unless others are asked for. */
    static final List<String> OF_LISTS = List.of(
            "id",
            "key",
            "name",
            "desc",
            "ownerOrgId",
            "permission",
            "defId",
            "defKey",
            "defName",
            "tags",
            "secTags",
            "connected",
            "connectedId",
            "connectedKey",
            "proto",
            "remoteAddr",
            "lastSeen",
            "createdBy",
            "createdOn",
            "updatedBy",
            "updatedOn",
            "locEnabled",
            "locUpdated",
            "loc",
            "gateway",
            "iccid",
            "esn",
            "imei",
            "meid",
            "imsi");

    /** Everything that there is to know. */
    static ShownThing whole(Thing thing, ThingFacts facts) {
        return of(thing, facts, name -> true);
    }

    /** @param names of fields */
    static ShownThing some(Thing thing, ThingFacts facts, Set<String> names) {
        return of(thing, facts, names::contains);
    }

    /** How long its attributes, properties and alarms are, in characters and roughly. */
    long valueLength() {
        long length = properties.map(Map::size).orElse(0) * VALUE_LENGTH;
        for (Attribute attribute : attrs.orElse(Map.of()).values()) {
            length += VALUE_LENGTH + attribute.value().length();
        }
        for (Alarm alarm : alarms.orElse(Map.of()).values()) {
            length += VALUE_LENGTH + alarm.msg().map(String::length).orElse(0);
        }
        return length;
    }

    private interface Fields {
        boolean contain(String name);

        default <T> Optional<T> get(String name, Supplier<T> value) {
            return contain(name) ? Optional.ofNullable(value.get()) : Optional.empty();
        }
    }

    private static ShownThing of(Thing thing, ThingFacts facts, Fields fields) {
        Optional<Caller> connection = facts.connection(thing);
        Optional<ThingDefinition> definition = facts.definition(thing);
        Optional<Instant> lastSeen = facts.lastSeen(thing);
        boolean located = fields.contain("loc") || fields.contain("locUpdated");
        Optional<ThingFacts.Located> location = located ? facts.location(thing) : Optional.empty();
        boolean registered = fields.contain("gateway") || fields.contain("module");
        Map<Hardware.Part, Hardware> hardware = registered ? facts.hardware(thing) : Map.of();
        return new ShownThing(
                fields.get("id", thing::id),
                fields.get("key", thing::key),
                fields.get("name", thing::name),
                fields.get("desc", thing::desc),
                fields.get("orgId", thing::groupId),
                fields.get("ownerOrgId", thing::groupId),
                fields.get("permission", () -> "rw"),
                definition.flatMap(known -> fields.get("defId", known::id)),
                fields.get("defKey", thing::defKey),
                definition.flatMap(known -> fields.get("defName", known::name)),
                fields.get("tags", thing::tags),
                fields.get("secTags", thing::secTags),
                fields.get("connected", connection::isPresent),
                connection.flatMap(session -> fields.get("sessionId", session::sessionId)),
                connection.flatMap(Caller::thing).flatMap(own -> fields.get("connectedId", own::id)),
                connection.flatMap(Caller::thing).flatMap(own -> fields.get("connectedKey", own::key)),
                connection.flatMap(
                        session -> fields.get("proto", () -> session.origin().protocol())),
                connection.flatMap(session ->
                        fields.get("remoteAddr", () -> session.origin().remoteAddress())),
                lastSeen.flatMap(time -> fields.get("lastSeen", () -> time)),
                lastSeen.flatMap(time -> fields.get("lastCommunication", () -> time)),
                fields.get("createdBy", thing::createdBy),
                fields.get("createdOn", thing::createdOn),
                fields.get("updatedBy", thing::updatedBy),
                fields.get("updatedOn", thing::updatedOn),
                fields.get("locEnabled", thing::locEnabled),
                location.flatMap(where -> fields.get("locUpdated", where::updated)),
                location.flatMap(where -> fields.get("loc", where::place)),
                fields.get("attrs", () -> facts.attributes(thing)),
                fields.get("properties", () -> facts.properties(thing)),
                fields.get("alarms", () -> facts.alarms(thing)),
                fields.get("gateway", () -> part(hardware, Hardware.Part.GATEWAY)),
                fields.get("module", () -> part(hardware, Hardware.Part.MODULE)),
                fields.get("iccid", thing.identifiers()::iccid),
                fields.get("esn", thing.identifiers()::esn),
                fields.get("imei", thing.identifiers()::imei),
                fields.get("meid", thing.identifiers()::meid),
                fields.get("imsi", thing.identifiers()::imsi),
                fields.get("appId", () -> thing.appId() != null));
    }

    private static Part part(Map<Hardware.Part, Hardware> hardware, Hardware.Part part) {
        return hardware.containsKey(part) ? Part.of(hardware.get(part)) : null;
    }
}
