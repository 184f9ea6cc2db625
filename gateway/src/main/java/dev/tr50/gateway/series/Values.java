package dev.tr50.gateway.series;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.gateway.topic.ChangeFeed;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.Recording;
import dev.tr50.storage.Sample;
import dev.tr50.storage.Thing;
import dev.tr50.storage.TimeSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Publishes and reads values of any kind: the same access, order and delivery for all. */
public final class Values {
    private static final int TURNS = 64;

    private final ThingAccess access;
    private final TimeSeries series;
    private final ChangeFeed feed;
    private final Clock clock;
    private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

    public Values(ThingAccess access, TimeSeries series, ChangeFeed feed, Clock clock) {
        this.access = access;
        this.series = series;
        this.feed = feed;
        this.clock = clock;
    }

    /**
     * Stores a value of the thing that was chosen and tells subscribers of it, unless a newer one is there already or it is no
     * news.
     *
     * @param key empty for a kind of which a thing has one series
     * @param ts null for now
     * @param republish whether it counts though it is no news
     * @throws CommandException when the thing is not there or not the caller's to change
     */
    public <S> void publish(
            Caller caller, ThingChoice choice, ValueKind<S> kind, String key, Instant ts, S value, boolean republish) {
        Thing thing = access.resolve(caller, choice);
        // Storing and telling in one turn, so that subscribers learn of changes in the order in which they were made.
        synchronized (turn(thing)) {
            Sample<S> sample = new Sample<>(ts == null ? clock.instant() : ts, value);
            if (series.add(thing.id(), kind.stored(), key, sample, new Recording(republish, false))) {
                feed.valueChanged(
                        thing, kind.stored().name(), key, () -> kind.text().apply(value));
            }
        }
    }

    private Object turn(Thing thing) {
        return turns[Math.floorMod(thing.id().hashCode(), TURNS)];
    }

    /**
     * The value of the thing that was chosen.
     *
     * @param ts null for now; earlier values than the current one are not kept
     * @param isValue what counts as one
     * @throws CommandException when the thing or the value is not there, or the thing is not the caller's to see
     */
    public <S> CurrentSample<S> current(
            Caller caller, ThingChoice choice, ValueKind<S> kind, String key, Instant ts, Predicate<S> isValue) {
        Thing thing = access.resolve(caller, choice);
        Optional<CurrentSample<S>> current = series.current(thing.id(), kind.stored(), key)
                .filter(sample -> isValue.test(sample.value()))
                .filter(sample -> ts == null || !sample.ts().isAfter(ts));
        String name = key.isEmpty() ? kind.noun() : kind.noun() + " " + key;
        return current.orElseThrow(
                () -> new CommandException(ErrorCode.NOT_FOUND, name + " of " + thing.key() + " has no value"));
    }

    /** The same, now and whatever its value. */
    public <S> CurrentSample<S> current(Caller caller, ThingChoice choice, ValueKind<S> kind, String key, Instant ts) {
        return current(caller, choice, kind, key, ts, value -> true);
    }
}
