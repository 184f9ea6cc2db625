package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingQuery;
import dev.tr50.storage.Things;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists things: a page by its offset, or part after part. */
public final class ThingListing {
    /** Characters of what the things of a list say now, roughly. */
    private static final long MOST_VALUES = 16L << 20;

    /** Part of a list. */
    public record Result(
            @Describe("How many things match, in this part or not.")
            Optional<Long> count,

            @Describe("The fields of the result unless others are asked for.")
            Optional<List<String>> fields,

            @Describe("For the next part, where an iterator was asked for.")
            Optional<String> iterator,

            @Describe("The things.") List<ShownThing> result) {}

    private record Found(long count, List<Thing> things) {}

    private final Things things;
    private final ThingFacts facts;
    private final ThingScan scan;
    private final ThingIterators iterators = new ThingIterators();

    public ThingListing(Things things, ThingFacts facts) {
        this.things = things;
        this.facts = facts;
        this.scan = new ThingScan(things, facts);
    }

    Result list(Caller caller, ThingListParams params) {
        return params.iterator() == null ? page(caller, params) : nextPart(caller, params);
    }

    private Result page(Caller caller, ThingListParams params) {
        ThingQuery query = query(caller, params);
        Found found = params.isAnsweredByIndex() ? byIndex(query, params) : byScan(query, params);
        return shown(params, params.showCount() ? Optional.of(found.count()) : Optional.empty(), null, found.things());
    }

    private static ThingQuery query(Caller caller, ThingListParams params) {
        return new ThingQuery(caller.group().id(), params.tags(), params.keys());
    }

    private Found byIndex(ThingQuery query, ThingListParams params) {
        return new Found(
                params.showCount() ? things.count(query) : 0,
                things.list(
                        query,
                        params.order(),
                        params.paging().offset(),
                        params.paging().limit()));
    }

    private Found byScan(ThingQuery query, ThingListParams params) {
        long first = params.paging().offset();
        long[] count = {0};
        List<Thing> page = new ArrayList<>();
        scan.each(
                query,
                params.order(),
                params.remaining(),
                part -> part.forEach(thing -> {
                    if (count[0] >= first && page.size() < params.paging().limit()) {
                        page.add(thing);
                    }
                    count[0]++;
                }));
        return new Found(count[0], page);
    }

    private Result nextPart(Caller caller, ThingListParams params) {
        boolean begins = params.iterator().equals(ThingIterators.NEW);
        ThingIterators.Walk walk = begins ? iterators.begin(caller, params) : iterators.find(caller, params.iterator());
        int limit = params.paging().limit();
        // Of two calls at once each gets a part of its own.
        synchronized (walk) {
            ThingListParams asked = walk.params();
            ThingQuery query = query(caller, asked);
            ThingScan.Next next = scan.after(query, asked.order(), asked.remaining(), walk.last(), limit);
            if (next.found().isEmpty() && !begins) {
                iterators.end(walk);
                throw new CommandException(ErrorCode.AT_END, "Search has reached end of results.");
            }
            Optional<Long> count = asked.showCount() && asked.isAnsweredByIndex()
                    ? Optional.of(things.count(query))
                    : Optional.empty();
            Result part = shown(asked, count, walk.token(), next.found());
            // A part that is refused because it is too large is still to be had in smaller ones.
            walk.goOn(next.last());
            return part;
        }
    }

    /** Thousands of things with a thousand values each must not be in memory at a time. */
    private List<ShownThing> shown(List<Thing> found, Set<String> fields) {
        List<ShownThing> shown = new ArrayList<>();
        long values = 0;
        for (Thing thing : found) {
            ShownThing next = ShownThing.some(thing, facts, fields);
            values += next.valueLength();
            if (values > MOST_VALUES) {
                throw new CommandException(
                        ErrorCode.TOO_LARGE,
                        "The values of these things have more than " + MOST_VALUES
                                + " characters; ask for fewer things, with limit");
            }
            shown.add(next);
        }
        return shown;
    }

    private Result shown(ThingListParams params, Optional<Long> count, String token, List<Thing> found) {
        Set<String> fields = new HashSet<>(params.show().isEmpty() ? ShownThing.OF_LISTS : params.show());
        return new Result(
                count,
                params.hideFields() ? Optional.empty() : Optional.of(ShownThing.OF_LISTS),
                Optional.ofNullable(token),
                shown(found, fields));
    }
}
