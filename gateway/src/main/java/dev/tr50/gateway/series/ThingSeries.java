package dev.tr50.gateway.series;

import dev.tr50.gateway.series.Window.Span;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.CurrentSample;
import dev.tr50.storage.HistoryQuery;
import dev.tr50.storage.Sample;
import dev.tr50.storage.SeriesStats;
import dev.tr50.storage.Slice;
import dev.tr50.storage.StoredSample;
import dev.tr50.storage.Thing;
import dev.tr50.storage.TimeSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What one thing publishes under one key, to be read. */
public final class ThingSeries<S> {
    private final Thing thing;
    private final ValueKind<S> kind;
    private final String key;
    private final TimeSeries series;
    private final Instant now;

    ThingSeries(Thing thing, ValueKind<S> kind, String key, TimeSeries series, Clock clock) {
        this.thing = thing;
        this.kind = kind;
        this.key = key;
        this.series = series;
        this.now = clock.instant();
    }

    /** Whose it is. */
    public Thing thing() {
        return thing;
    }

    /** When it is read. */
    public Instant now() {
        return now;
    }

    /** @param ts null for the newest value, else the value that was valid then */
    public Optional<Sample<S>> valid(Instant ts) {
        return ts == null ? newest().map(sample -> new Sample<>(sample.ts(), sample.value())) : before(ts);
    }

    /** The newest value, and since when it holds. */
    public Optional<CurrentSample<S>> newest() {
        return series.current(thing.id(), kind.stored(), key);
    }

    private Optional<Sample<S>> before(Instant ts) {
        return series.at(thing.id(), kind.stored(), key, ts).map(sample -> new Sample<>(sample.ts(), sample.value()));
    }

    /** The refusal of a command that cannot do without a value. */
    public CommandException noValue() {
        String name = key.isEmpty() ? kind.noun() : kind.noun() + " " + key;
        return new CommandException(ErrorCode.NOT_FOUND, name + " of " + thing.key() + " has no value");
    }

    /** A part of its history. */
    public Slice<S> history(Part part) {
        return history(part.at(now));
    }

    /** The same, in the words of the storage. */
    public Slice<S> history(HistoryQuery query) {
        return Histories.read(series, thing.id(), kind.stored(), key, query);
    }

    /** Up to so many records at or before a time, the newest first. */
    public List<StoredSample<S>> backwards(Instant from, int most) {
        return history(new HistoryQuery(null, from, null, true, 0, most)).samples();
    }

    /** Visits all records of a time, the oldest first, without holding them all in memory. */
    public void each(Span span, Consumer<StoredSample<S>> visitor) {
        series.each(thing.id(), kind.stored(), key, span.from(), span.to(), visitor);
    }

    /** How much of it there is. */
    public SeriesStats stats() {
        return series.stats(thing.id(), kind.stored(), key);
    }
}
