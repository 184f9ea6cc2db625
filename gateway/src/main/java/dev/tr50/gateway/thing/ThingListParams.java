package dev.tr50.gateway.thing;

import dev.tr50.gateway.list.Order;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.ThingOrder;
import dev.tr50.storage.ThingOrder.Field;
import java.util.List;
import java.util.Map;

/**
 * What {@code thing.list} and {@code thing.search} take.
 *
 * @param condition what the query asks
 * @param keys null for any
 * @param iterator {@code new}, or what an earlier call returned; null for a page by offset
 */
public record ThingListParams(
        ThingCondition condition,
        List<String> tags,
        List<String> keys,
        boolean hasLoc,
        ThingOrder order,
        Paging paging,
        List<String> show,
        boolean hideFields,
        boolean showCount,
        String iterator) {

    /** A search. */
    static final Param<ThingCondition> QUERY = Param.string(
                    "query",
                    "Terms, side by side or with AND, OR, NOT and parentheses between them. A term is a word or a text in quotes that"
                            + " key or name must be, or field:value; * stands for any characters, capitals count like small letters."
                            + " Fields: id, key, name, desc, defKey, defName, tags, secTags, connected, createdBy, updatedBy,"
                            + " locEnabled, iccid, esn, imei, meid, imsi, attrs.<key>.value, properties.<key>.value,"
                            + " alarms.<key>.state.")
            .as(ThingQueryParser::parse)
            .defaultsTo(ThingCondition.ANY);

    private static final int MOST_KEYS = 2000;

    private static final Param<List<String>> TAGS = ThingTexts.tags("tags", "Only things that have all of these tags.");
    private static final Param<List<String>> KEYS = Param.strings("keys", "Only things with one of these keys.")
            .as(ThingListParams::notTooMany)
            .defaultsTo(null);
    private static final Param<Boolean> HAS_LOC = Param.flag("hasLoc", "Only things that published a location.");
    private static final Param<Order<Field>> SORT = Order.param(
            Map.ofEntries(
                    Map.entry("name", Field.NAME),
                    Map.entry("key", Field.KEY),
                    Map.entry("id", Field.ID),
                    Map.entry("defKey", Field.DEF_KEY),
                    Map.entry("createdOn", Field.CREATED_ON),
                    Map.entry("updatedOn", Field.UPDATED_ON),
                    Map.entry("lastSeen", Field.LAST_SEEN),
                    Map.entry("iccid", Field.ICCID),
                    Map.entry("esn", Field.ESN),
                    Map.entry("imei", Field.IMEI),
                    Map.entry("meid", Field.MEID),
                    Map.entry("imsi", Field.IMSI)),
            "name");
    private static final Param<List<String>> SHOW = Param.strings(
            "show",
            "Fields of the result. Without it, those that the reply names under fields; beside them there are orgId, sessionId,"
                    + " lastCommunication, module, appId, attrs, properties and alarms.");
    private static final Param<Boolean> HIDE_FIELDS =
            Param.flag("hideFields", "True to leave fields out of the reply.");
    private static final Param<Boolean> SHOW_COUNT =
            Param.flag("showCount", "False to leave count out of the reply.").defaultsTo(true);
    private static final Param<Boolean> USE_SEARCH = Param.flag("useSearch", "Accepted, without effect.");
    private static final Param<String> ITERATOR = Param.string(
            "iterator",
            "To go through a long list: \"new\" for the first part, then what the reply has under iterator, until the error -90058."
                    + " Things that come or go meanwhile move no other into or out of the parts. Everything but limit is as in the"
                    + " first call. Ends when it is not used for ten minutes.");

    static ThingListParams listing(Arguments arguments) {
        return from(arguments, ThingCondition.ANY);
    }

    static ThingListParams searching(Arguments arguments) {
        return from(arguments, arguments.get(QUERY));
    }

    private static ThingListParams from(Arguments arguments, ThingCondition condition) {
        List<String> tags = arguments.get(TAGS);
        List<String> keys = arguments.get(KEYS);
        boolean hasLoc = arguments.get(HAS_LOC);
        Order<Field> order = arguments.get(SORT);
        Paging paging = Paging.from(arguments);
        arguments.get(USE_SEARCH);
        return new ThingListParams(
                condition,
                tags,
                keys,
                hasLoc,
                new ThingOrder(order.field(), order.descending()),
                paging,
                arguments.get(SHOW),
                arguments.get(HIDE_FIELDS),
                arguments.get(SHOW_COUNT),
                arguments.get(ITERATOR));
    }

    private static List<String> notTooMany(List<String> keys) {
        if (keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("must be at most " + MOST_KEYS + " keys");
        }
        return keys;
    }

    /** Everything that no index answers. */
    ThingCondition remaining() {
        ThingCondition located = (thing, facts) -> facts.hasLocation(thing);
        return !hasLoc ? condition : condition == ThingCondition.ANY ? located : condition.and(located);
    }

    boolean isAnsweredByIndex() {
        return remaining() == ThingCondition.ANY;
    }
}
