package dev.tr50.gateway.thing;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.util.List;

/**
 * Which things a command is about, where it may be about several. One way of naming them is used at a time.
 *
 * @param keys of single things
 * @param ids of single things
 * @param tags all of which the things have
 * @param query what finds the things; null when absent
 * @param all whether all things of the group are meant
 */
record ThingsChoice(List<String> keys, List<String> ids, List<String> tags, ThingCondition query, boolean all) {
    private static final String KEY_MEANING = "Key of the thing, or an array of keys.";
    private static final String ID_MEANING = "Id of the thing, or an array of ids.";
    private static final String TAG_MEANING = "A tag, or an array of tags all of which the things have.";
    private static final String QUERY_MEANING = "What finds the things, as in thing.search.";
    private static final String ALL_MEANING = "True for all things of the group; for administrators.";

    private static final Param<List<String>> KEY = Param.stringOrStrings("key", KEY_MEANING);
    private static final Param<List<String>> ID = Param.stringOrStrings("id", ID_MEANING);
    private static final Param<List<String>> TAG = Param.stringOrStrings("tag", TAG_MEANING);
    private static final Param<ThingCondition> QUERY = query("query");
    private static final Param<Boolean> ALL = Param.flag("all", ALL_MEANING);

    private static final Param<List<String>> THING_KEY = Param.stringOrStrings(
            "thingKey", "Key of the thing, or an array of keys. Without any thing named, that of the session.");
    private static final Param<List<String>> THING_ID = Param.stringOrStrings("thingId", ID_MEANING);
    private static final Param<List<String>> THING_TAG = Param.stringOrStrings("thingTag", TAG_MEANING);
    private static final Param<ThingCondition> THING_QUERY = query("thingQuery");
    private static final Param<Boolean> THING_ALL = Param.flag("thingAll", ALL_MEANING);

    private static Param<ThingCondition> query(String name) {
        return Param.string(name, QUERY_MEANING).as(ThingQueryParser::parse);
    }

    /** The names that commands on things themselves use. */
    static ThingsChoice ofThemselves(Arguments arguments) {
        return checked(
                arguments,
                new ThingsChoice(
                        arguments.get(KEY),
                        arguments.get(ID),
                        arguments.get(TAG),
                        arguments.get(QUERY),
                        arguments.get(ALL)));
    }

    /** The names that commands on what belongs to things use. */
    static ThingsChoice from(Arguments arguments) {
        return checked(
                arguments,
                new ThingsChoice(
                        arguments.get(THING_KEY),
                        arguments.get(THING_ID),
                        arguments.get(THING_TAG),
                        arguments.get(THING_QUERY),
                        arguments.get(THING_ALL)));
    }

    private static ThingsChoice checked(Arguments arguments, ThingsChoice choice) {
        int ways = (choice.keys.isEmpty() ? 0 : 1)
                + (choice.ids.isEmpty() ? 0 : 1)
                + (choice.tags.isEmpty() ? 0 : 1)
                + (choice.query == null ? 0 : 1)
                + (choice.all ? 1 : 0);
        if (ways > 1 && arguments.areFine()) {
            arguments.reject("things are named in one way only: by key, by id, by tag, by query, or all of them");
        }
        return choice;
    }

    boolean isMade() {
        return isSingly() || isGroupWide();
    }

    private boolean isSingly() {
        return !keys.isEmpty() || !ids.isEmpty();
    }

    /** Whether the things are not named one by one. */
    boolean isGroupWide() {
        return !tags.isEmpty() || query != null || all;
    }
}
