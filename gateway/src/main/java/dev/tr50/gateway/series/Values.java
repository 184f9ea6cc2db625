package dev.tr50.gateway.series;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.gateway.topic.ChangeFeed;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Items.Item;
import dev.tr50.storage.Sample;
import dev.tr50.storage.Thing;
import dev.tr50.storage.TimeSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Publishes and deletes values of any kind, and finds their series: the same access, order, rules and delivery for all. */
public final class Values {
    private static final int TURNS = 64;

    private final ThingAccess access;
    private final TimeSeries series;
    private final Definitions definitions;
    private final ChangeFeed feed;
    private final Clock clock;
    private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

    public Values(ThingAccess access, TimeSeries series, Definitions definitions, ChangeFeed feed, Clock clock) {
        this.access = access;
        this.series = series;
        this.definitions = definitions;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Records a value of the thing that was chosen, as its definition has it, and tells subscribers of it when it is the
     * current one now.
     *
     * @throws CommandException when the thing is not there or not the caller's to change, or its definition does not allow it
     */
    public <S> void publish(Caller caller, ThingChoice choice, ValueKind<S> kind, Publication<S> publication) {
        publish(access.resolve(caller, choice), kind, publication);
    }

    /**
     * The same for many values, one after another.
     *
     * @throws CommandException about the first of them that is refused; those before it are recorded then
     */
    public <S> void publish(Caller caller, ThingChoice choice, ValueKind<S> kind, List<Item<Publication<S>>> items) {
        Thing thing = access.resolve(caller, choice);
        for (Item<Publication<S>> item : kind.isSortedInBatches() ? byTime(items, clock.instant()) : items) {
            if (item.refusal() != null) {
                throw item.refusal();
            }
            try {
                publish(thing, kind, item.value());
            } catch (CommandException e) {
                throw item.place().isEmpty() ? e : e.about(item.place());
            }
        }
    }

    /** Those without a time are of now; those that cannot be read come last, behind all that can be taken. */
    private static <S> List<Item<Publication<S>>> byTime(List<Item<Publication<S>>> items, Instant now) {
        return items.stream()
                .sorted(Comparator.comparing(
                        item -> item.refusal() == null ? item.value().ts(now) : Instant.MAX))
                .toList();
    }

    private <S> void publish(Thing thing, ValueKind<S> kind, Publication<S> publication) {
        kind.judged(publication, thing, definitions).ifPresent(judged -> record(thing, kind, judged));
    }

    /**
     * Looking at the clock, storing and telling in one turn, so that of several that come now none is too late, and subscribers
     * learn of changes in the order in which they were made.
     */
    private <S> void record(Thing thing, ValueKind<S> kind, Publication<S> what) {
        synchronized (turn(thing)) {
            Sample<S> sample = new Sample<>(what.ts(clock.instant()), what.value());
            if (series.add(thing.id(), kind.stored(), what.key(), sample, what.how())) {
                feed.valueChanged(thing, kind.name(), what.key(), () -> kind.text(what.value()));
            }
        }
    }

    private Object turn(Thing thing) {
        return turns[Math.floorMod(thing.id().hashCode(), TURNS)];
    }

    /**
     * What the thing that was chosen publishes under a key, whether it has published anything or not.
     *
     * @param key empty for a kind of which a thing has one series
     * @throws CommandException when the thing is not there or not the caller's to see
     */
    public <S> ThingSeries<S> series(Caller caller, ThingChoice choice, ValueKind<S> kind, String key) {
        return new ThingSeries<>(access.resolve(caller, choice), kind, key, series, clock);
    }

    /**
     * Deletes a record of the thing that was chosen.
     *
     * @return whether there was one with that id
     * @throws CommandException when the thing is not there or not the caller's to change
     */
    <S> boolean delete(Caller caller, ThingChoice choice, ValueKind<S> kind, String recordId) {
        return series.delete(access.resolve(caller, choice).id(), kind.stored(), recordId);
    }

    /** The same for all records between two times, both included. */
    <S> void delete(Caller caller, ThingChoice choice, ValueKind<S> kind, String key, Instant from, Instant to) {
        series.delete(access.resolve(caller, choice).id(), kind.stored(), key, from, to);
    }
}
