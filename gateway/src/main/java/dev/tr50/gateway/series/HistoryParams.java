package dev.tr50.gateway.series;

import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;

/**
 * What a history of the values under one key is asked with.
 *
 * @param split whether to tell it in parallel arrays
 * @param returnIds whether to tell the records' ids
 */
public record HistoryParams(ThingChoice thing, String key, Part part, boolean split, boolean returnIds) {
    /** Whether to tell a history in parallel arrays. */
    public static final Param<Boolean> SPLIT =
            Param.flag("split", "True for parallel arrays instead of one array of objects.");

    /** Whether to tell the ids of records. */
    public static final Param<Boolean> RETURN_IDS =
            Param.flag("returnIds", "True to tell the id of each record, by which it can be deleted.");

    /** Reads it. */
    public static HistoryParams from(Arguments arguments) {
        return new HistoryParams(
                ThingChoice.from(arguments),
                arguments.get(ValueParams.KEY),
                Part.from(arguments),
                arguments.get(SPLIT),
                arguments.get(RETURN_IDS));
    }
}
