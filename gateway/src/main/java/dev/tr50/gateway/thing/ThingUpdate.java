package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingChange;
import dev.tr50.storage.ThingChange.Unset;
import dev.tr50.storage.Things;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code thing.update}: changes what is sent of a thing and leaves the rest. Its key never changes. */
public final class ThingUpdate implements Command<ThingUpdate.Params, Void> {
    private static final Map<String, Unset> FIELDS = new TreeMap<>(Map.of(
            "desc", Unset.DESC,
            "tags", Unset.TAGS,
            "secTags", Unset.SEC_TAGS,
            "iccid", Unset.ICCID,
            "esn", Unset.ESN,
            "imei", Unset.IMEI,
            "meid", Unset.MEID,
            "imsi", Unset.IMSI,
            "appId", Unset.APP_ID));

    private static final Param<String> NAME = ThingTexts.text("name", "Name for people.");
    private static final Param<String> DESC = ThingTexts.text("desc", "Description for people.");
    private static final Param<List<String>> TAGS =
            ThingTexts.tags("tags", "Tags, in place of those it has.").defaultsTo(null);
    private static final Param<List<String>> SEC_TAGS = ThingTexts.tags(
                    "secTags", "Security tags, in place of those it has.")
            .defaultsTo(null);
    private static final Param<List<String>> UNSET = Param.strings(
                    "unset",
                    "What the thing is to have no longer: desc, tags, secTags, iccid, esn, imei, meid, imsi, or appId, the application"
                            + " id it is bound to, which users alone may unset; the next login binds it anew.")
            .as(ThingUpdate::fields);

    private static final Param<Boolean> LOC_ENABLED = Param.flag(
                    "locEnabled", "Whether it is to be located; kept with the thing.")
            .defaultsTo(null);
    private static final Param<String> CORR_ID = Param.string("corrId", "Accepted for compatibility, without effect.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "thing.update",
                    Params::from,
                    Void.class,
                    "Changes what is sent of a thing and leaves the rest. A thing changes itself, a user every thing of the"
                            + " group.")
            .openTo(Access.OWN);

    /** Which thing, and what is to change. */
    public record Params(ThingChoice thing, ThingChange change) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.ofItself(arguments, Identifiers.NONE);
            List<String> unset = arguments.get(UNSET);
            arguments.get(CORR_ID);
            return new Params(
                    thing,
                    new ThingChange(
                            arguments.get(NAME),
                            arguments.get(DESC),
                            arguments.get(TAGS),
                            arguments.get(SEC_TAGS),
                            RadioIds.from(arguments),
                            arguments.get(LOC_ENABLED),
                            unset.stream().map(FIELDS::get).collect(Collectors.toSet())));
        }
    }

    private final Things things;
    private final ThingAccess access;

    public ThingUpdate(Things things, ThingAccess access) {
        this.things = things;
        this.access = access;
    }

    @Override
    public Void run(Caller caller, Params params) {
        if (params.change().unset().contains(Unset.APP_ID) && caller.user().isEmpty()) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "appId can be unset by users only");
        }
        Thing thing = access.resolve(caller, params.thing());
        if (!things.update(thing.id(), params.change(), caller.whoAmI())) {
            throw new CommandException(ErrorCode.NOT_FOUND, "Thing " + thing.key() + " not found");
        }
        return null;
    }

    private static List<String> fields(List<String> names) {
        if (!FIELDS.keySet().containsAll(names)) {
            throw new IllegalArgumentException("must name only " + String.join(", ", FIELDS.keySet()));
        }
        return names;
    }
}
