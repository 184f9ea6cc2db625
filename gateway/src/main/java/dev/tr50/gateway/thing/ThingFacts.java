package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.Hardware;
import dev.tr50.storage.HistoryTooLongException;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What is known of a thing beside its own record: how it is connected, what it is made of, what it published last. */
public final class ThingFacts {
    /** Of each kind, in one reply. */
    static final int MOST_VALUES = 1000;

    /** A property as it is now. */
    public record Property(
            @Describe("The newest number.") double value,
            @Describe("When it was measured.") Instant ts) {}

    /** An attribute as it is now. */
    public record Attribute(
            @Describe("The text.") String value,
            @Describe("When it was last set.") Instant ts,
            @Describe("Since when it is that text.") Instant since) {}

    /** An alarm as it is now. */
    public record Alarm(
            @Describe("The state.") int state,
            @Describe("When it was last published.") Instant ts,
            @Describe("Since when it is in that state.") Instant since,
            @Describe("What was said of it.") Optional<String> msg) {}

    /** A part of a thing, as it registered it. */
    public record Part(
            @Describe("Its make.") Optional<String> make,
            @Describe("Its model.") Optional<String> model,
            @Describe("Its firmware.") Optional<String> fwVersion,

            @Describe("Whether it takes AT commands from afar.")
            Optional<Boolean> remAt) {
        static Part of(Hardware hardware) {
            return new Part(
                    Optional.ofNullable(hardware.make()),
                    Optional.ofNullable(hardware.model()),
                    Optional.ofNullable(hardware.fwVersion()),
                    Optional.ofNullable(hardware.remAt()));
        }
    }

    private final Storage storage;
    private final Presence presence;
    private final LastSeenLog lastSeen;
    private final Clock clock;

    public ThingFacts(Storage storage, Presence presence, LastSeenLog lastSeen, Clock clock) {
        this.storage = storage;
        this.presence = presence;
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    Optional<Caller> connection(Thing thing) {
        return presence.of(thing);
    }

    /** When it was last connected; now, while it is. */
    Optional<Instant> lastSeen(Thing thing) {
        return connection(thing).isPresent()
                ? Optional.of(clock.instant())
                : lastSeen.unwritten(thing).or(() -> Optional.ofNullable(thing.lastSeen()));
    }

    Optional<ThingDefinition> definition(Thing thing) {
        return storage.thingDefinitions().find(thing.groupId(), thing.defKey());
    }

    Map<Hardware.Part, Hardware> hardware(Thing thing) {
        return storage.hardware().of(thing.id());
    }

    boolean hasLocation(Thing thing) {
        return location(thing).isPresent();
    }

    /** Where it is, and when that was last said. */
    record Located(ThingLocation place, Instant updated) {}

    Optional<Located> location(Thing thing) {
        return storage.timeSeries()
                .current(thing.id(), LocationSample.KIND, "")
                .map(sample -> new Located(ThingLocation.of(sample), sample.ts()));
    }

    /** By key. What was set and is unset again is none. */
    SortedMap<String, Attribute> attributes(Thing thing) {
        return currents(
                thing,
                AttributeSample.KIND,
                sample -> sample.value().value() == null
                        ? null
                        : new Attribute(sample.value().value(), sample.ts(), sample.since()));
    }

    SortedMap<String, Property> properties(Thing thing) {
        return currents(
                thing,
                PropertySample.KIND,
                sample -> new Property(sample.value().value(), sample.ts()));
    }

    SortedMap<String, Alarm> alarms(Thing thing) {
        return currents(
                thing,
                AlarmSample.KIND,
                sample -> new Alarm(
                        sample.value().state(),
                        sample.ts(),
                        sample.since(),
                        Optional.ofNullable(sample.value().msg())));
    }

    /** The text of an attribute that a thing has now. */
    Optional<String> attribute(Thing thing, String key) {
        return storage.timeSeries()
                .current(thing.id(), AttributeSample.KIND, key)
                .map(sample -> sample.value().value());
    }

    Optional<Double> property(Thing thing, String key) {
        return storage.timeSeries()
                .current(thing.id(), PropertySample.KIND, key)
                .map(sample -> sample.value().value());
    }

    Optional<Integer> alarm(Thing thing, String key) {
        return storage.timeSeries()
                .current(thing.id(), AlarmSample.KIND, key)
                .map(sample -> sample.value().state());
    }

    /** @throws CommandException when it is more than should be in memory at a time, as hundreds of long texts are */
    static <S> Map<String, CurrentSample<S>> currents(Storage storage, Thing thing, SampleKind<S> kind, int most) {
        try {
            return storage.timeSeries().currents(thing.id(), kind, most);
        } catch (HistoryTooLongException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage() + "; ask for one key at a time");
        }
    }

    private <S, V> SortedMap<String, V> currents(Thing thing, SampleKind<S> kind, Function<CurrentSample<S>, V> shown) {
        SortedMap<String, V> values = new TreeMap<>();
        currents(storage, thing, kind, MOST_VALUES).forEach((key, sample) -> {
            V value = shown.apply(sample);
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }
}
