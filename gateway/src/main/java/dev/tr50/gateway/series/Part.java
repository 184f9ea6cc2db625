package dev.tr50.gateway.series;

import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.HistoryQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which part of a history is asked for.
 *
 * @param newestFirst the order in which it is told and paged
 */
public record Part(Window window, Paging paging, boolean newestFirst) {
    private static final Param<Integer> LIMIT = Paging.limit(Window.MOST_RECORDS);
    private static final Param<Boolean> SORT = Param.string(
                    "sort", "+ts for the oldest first, which is the default, or -ts for the newest first.")
            .as(Part::newestFirst)
            .defaultsTo(false);

    /** Reads it. */
    public static Part from(Arguments arguments) {
        return new Part(Window.from(arguments), Paging.from(arguments, LIMIT), arguments.get(SORT));
    }

    private static Boolean newestFirst(String sort) {
        return switch (sort) {
            case "ts", "+ts" -> false;
            case "-ts" -> true;
            default -> throw new IllegalArgumentException("must be +ts or -ts");
        };
    }

    /** The same with fewer records at most. */
    public Part atMost(int records) {
        return new Part(
                window.atMost(records), new Paging(paging.offset(), Math.min(paging.limit(), records)), newestFirst);
    }

    /** What of a list in order of time is to be told. */
    public <T> List<T> of(List<T> oldestFirst) {
        List<T> ordered = new ArrayList<>(oldestFirst);
        if (newestFirst) {
            Collections.reverse(ordered);
        }
        return ordered.stream().skip(paging.offset()).limit(paging.limit()).toList();
    }

    HistoryQuery at(Instant now) {
        Span span = window.at(now);
        return new HistoryQuery(span.from(), span.to(), span.newest(), newestFirst, paging.offset(), paging.limit());
    }
}
