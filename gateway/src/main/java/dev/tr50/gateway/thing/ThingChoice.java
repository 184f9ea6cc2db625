package dev.tr50.gateway.thing;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Identifiers;

/**
 * Which thing a command is about, as every command on what belongs to a thing has it.
 *
 * @param id null when absent
 * @param key null when absent
 * @param numbers of modem and SIM card, each null when absent
 */
public record ThingChoice(String id, String key, Identifiers numbers) {
    private static final Param<String> THING_KEY = Param.string(
                    "thingKey", "Key of the thing. Without this and the other names of a thing, that of the session.")
            .as(ThingKey::valid);
    private static final Param<String> THING_ID =
            Param.string("thingId", "Id of the thing; also spelt thingid.").alsoSpelt("thingid");

    private static final Param<String> KEY = Param.string(
                    "key", "Key of the thing; also spelt thingKey. Without any name of a thing, that of the session.")
            .alsoSpelt("thingKey");
    private static final Param<String> ID =
            Param.string("id", "Id of the thing; also spelt thingId.").alsoSpelt("thingId");

    private static final Param<String> MSISDN =
            Param.string("msisdn", "Not supported: things are not known by their telephone numbers.");

    /** Reads it. */
    public static ThingChoice from(Arguments arguments) {
        String key = arguments.get(THING_KEY);
        String id = arguments.get(THING_ID);
        refuseTelephoneNumber(arguments);
        return new ThingChoice(id, key, RadioIds.from(arguments));
    }

    /** Reads the names that commands on things themselves use: {@code key} and {@code id}, also spelt like those of others. */
    static ThingChoice ofItself(Arguments arguments, Identifiers numbers) {
        String key = arguments.get(KEY);
        String id = arguments.get(ID);
        refuseTelephoneNumber(arguments);
        return new ThingChoice(id, key, numbers);
    }

    /** Whoever names another thing in this way must not get at the thing of the session instead. */
    private static void refuseTelephoneNumber(Arguments arguments) {
        if (arguments.get(MSISDN) != null) {
            arguments.reject("msisdn is not supported, name the thing by its key, its id or another number");
        }
    }

    /** Whether any name was given. */
    public boolean isMade() {
        return id != null || key != null || hasNumbers();
    }

    boolean hasNumbers() {
        return !numbers.equals(Identifiers.NONE);
    }

    /** A name for people. */
    String name() {
        return key != null ? key : id != null ? id : "with these numbers";
    }
}
