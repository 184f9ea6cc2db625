package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code thing.find}: one thing with what is known of it, named by its key, its id or one of its numbers; a thing that names
 * nobody finds itself. A thing finds no other thing than those that are bound to it.
 */
public final class ThingFind implements Command<ThingFind.Params, ThingFind.Result> {
    private static final Param<String> KEY = Param.string("key", "Key of the thing.");
    private static final Param<String> ID = Param.string("id", "Id of the thing.");
    private static final Param<String> THING_KEY = Param.string("thingKey", "Another spelling of key.");
    private static final Param<String> THING_ID = Param.string("thingId", "Another spelling of id.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "thing.find",
            Params::from,
            Result.class,
            "Finds one thing by its key, its id or one of its numbers; without any, the thing of the session.");

    /** Which thing. Of several names the id counts first, then the key. */
    public record Params(ThingChoice thing) {
        static Params from(Arguments arguments) {
            String key = arguments.get(KEY);
            String id = arguments.get(ID);
            String thingKey = arguments.get(THING_KEY);
            String thingId = arguments.get(THING_ID);
            return new Params(
                    new ThingChoice(id == null ? thingId : id, key == null ? thingKey : key, RadioIds.from(arguments)));
        }
    }

    /** A thing. */
    public record Result(
            @Describe("Id of the thing.") String id,
            @Describe("Key of the thing.") String key,
            @Describe("Name for people.") String name,
            @Describe("Description for people.") Optional<String> desc,
            @Describe("Id of the group it belongs to.") String orgId,
            @Describe("Id of the group it belongs to.") String ownerOrgId,

            @Describe("What the session may do with it, always rw.")
            String permission,

            @Describe("Key of its thing definition.") String defKey,
            @Describe("Its tags.") List<String> tags,
            @Describe("Its security tags.") List<String> secTags,
            @Describe("Whether it is connected now.") boolean connected,
            @Describe("Its session, while connected.") Optional<String> sessionId,
            @Describe("How it is connected.") Optional<String> proto,
            @Describe("Address and port, while connected.") Optional<String> remoteAddr,

            @Describe("When it was last connected; now, while it is.")
            Optional<Instant> lastSeen,

            @Describe("Who made it; AUTOREG when it registered itself.")
            String createdBy,

            @Describe("When it was made.") Instant createdOn,
            @Describe("Who changed it last.") String updatedBy,
            @Describe("When it was changed last.") Instant updatedOn,
            @Describe("Number of the SIM card.") Optional<String> iccid,
            @Describe("Electronic serial number.") Optional<String> esn,
            @Describe("Number of the mobile equipment.") Optional<String> imei,
            @Describe("Number of the CDMA equipment.") Optional<String> meid,
            @Describe("Number of the subscriber.") Optional<String> imsi) {}

    private final Things things;
    private final ThingAccess access;
    private final Presence presence;
    private final LastSeenLog lastSeen;
    private final Clock clock;

    public ThingFind(Things things, ThingAccess access, Presence presence, LastSeenLog lastSeen, Clock clock) {
        this.things = things;
        this.access = access;
        this.presence = presence;
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Thing thing = find(caller, params.thing());
        Optional<Caller> connection = presence.of(thing);
        Identifiers numbers = thing.identifiers();
        return new Result(
                thing.id(),
                thing.key(),
                thing.name(),
                Optional.ofNullable(thing.desc()),
                thing.groupId(),
                thing.groupId(),
                "rw",
                thing.defKey(),
                thing.tags(),
                thing.secTags(),
                connection.isPresent(),
                connection.map(Caller::sessionId),
                connection.map(c -> c.origin().protocol()),
                connection.map(c -> c.origin().remoteAddress()),
                connection.isPresent() ? Optional.of(clock.instant()) : lastSeen(thing),
                thing.createdBy(),
                thing.createdOn(),
                thing.updatedBy(),
                thing.updatedOn(),
                Optional.ofNullable(numbers.iccid()),
                Optional.ofNullable(numbers.esn()),
                Optional.ofNullable(numbers.imei()),
                Optional.ofNullable(numbers.meid()),
                Optional.ofNullable(numbers.imsi()));
    }

    private Optional<Instant> lastSeen(Thing thing) {
        return lastSeen.unwritten(thing).or(() -> Optional.ofNullable(thing.lastSeen()));
    }

    private Thing find(Caller caller, ThingChoice choice) {
        Optional<String> own = caller.thing().map(Thing::id);
        if (!choice.isMade() && own.isEmpty()) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER,
                    "key, id, iccid, esn, imei, meid or imsi (string) is required: this session is no thing's");
        }
        Optional<Thing> found =
                choice.isMade() ? access.lookUp(caller.group().id(), choice) : own.flatMap(things::findById);
        if (choice.isMade()
                && !caller.reachesGroup()
                && found.filter(thing -> access.isOwnOrChild(caller, thing)).isEmpty()) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "A thing finds itself only");
        }
        return found.orElseThrow(
                () -> new CommandException(ErrorCode.NOT_FOUND, "Thing " + name(caller, choice) + " not found"));
    }

    private static String name(Caller caller, ThingChoice choice) {
        return choice.isMade() ? choice.name() : caller.whoAmI();
    }
}
