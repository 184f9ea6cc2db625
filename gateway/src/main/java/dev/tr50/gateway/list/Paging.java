package dev.tr50.gateway.list;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which part of a list is asked for.
 *
 * @param offset how many to leave out first, not negative
 * @param limit how many at most, at least 1
 */
public record Paging(long offset, int limit) {

    /** As many as most lists have on a page. */
    public static final int MOST = 2000;

    private static final Param<Long> OFFSET = Param.int64OrText("offset", "How many to leave out first.")
            .defaultsTo(0L)
            .as(Paging::notNegative);
    private static final Param<Integer> LIMIT = limit(MOST);

    /** Pages of at most 2000. */
    public static Paging from(Arguments arguments) {
        return from(arguments, LIMIT);
    }

    /** Pages whose size another parameter says. */
    public static Paging from(Arguments arguments, Param<Integer> limit) {
        Long offset = arguments.get(OFFSET);
        return new Paging(offset, arguments.get(limit));
    }

    /** The parameter {@code limit}: clients say 0 for as many as allowed, and some send it as text. */
    public static Param<Integer> limit(int most) {
        return Param.int64OrText(
                        "limit", "How many at most, from 1 to " + most + "; any other number counts as " + most + ".")
                .defaultsTo((long) most)
                .as(limit -> limit < 1 || limit > most ? most : Math.toIntExact(limit));
    }

    /** That part of a list that is in memory as a whole. */
    public <T> Stream<T> of(List<T> all) {
        return all.stream().skip(offset).limit(limit);
    }

    private static long notNegative(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return offset;
    }
}
