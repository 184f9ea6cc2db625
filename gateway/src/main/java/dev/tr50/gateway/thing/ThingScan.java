package dev.tr50.gateway.thing;

import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingOrder;
import dev.tr50.storage.ThingQuery;
import dev.tr50.storage.Things;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Goes through things that no index finds, a part at a time, whatever their number. */
final class ThingScan {
    private static final int PART = 500;

    private final Things things;
    private final ThingFacts facts;

    ThingScan(Things things, ThingFacts facts) {
        this.things = things;
        this.facts = facts;
    }

    /** Hands over those for which the condition holds, in parts. What is done with a part may change or delete its things. */
    void each(ThingQuery query, ThingOrder order, ThingCondition condition, Consumer<List<Thing>> consumer) {
        Thing last = null;
        List<Thing> part;
        do {
            part = things.after(query, order, last, PART);
            List<Thing> matching =
                    part.stream().filter(thing -> condition.holds(thing, facts)).toList();
            if (!matching.isEmpty()) {
                consumer.accept(matching);
            }
            last = part.isEmpty() ? null : part.get(part.size() - 1);
        } while (part.size() == PART);
    }

    /** The next ones for which the condition holds. */
    Next after(ThingQuery query, ThingOrder order, ThingCondition condition, Thing last, int limit) {
        List<Thing> found = new ArrayList<>();
        Thing place = last;
        while (true) {
            List<Thing> part = things.after(query, order, place, condition == ThingCondition.ANY ? limit : PART);
            for (Thing thing : part) {
                place = thing;
                if (condition.holds(thing, facts)) {
                    found.add(thing);
                    if (found.size() == limit) {
                        return new Next(found, place);
                    }
                }
            }
            if (part.size() < (condition == ThingCondition.ANY ? limit : PART)) {
                return new Next(found, place);
            }
        }
    }

    /**
     * A part of what a search finds.
     *
     * @param last the last thing that was looked at; null when there was none
     */
    record Next(List<Thing> found, Thing last) {}
}
