package dev.tr50.gateway.log;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.series.Histories;
import dev.tr50.gateway.series.Selection;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.storage.HistoryQuery;
import dev.tr50.storage.LogSample;
import dev.tr50.storage.Page;
import dev.tr50.storage.Recording;
import dev.tr50.storage.Sample;
import dev.tr50.storage.Slice;
import dev.tr50.storage.StoredSample;
import dev.tr50.storage.Thing;
import dev.tr50.storage.TimeSeries;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * What things write: each thing has a log of its own, and the group has one of all that is written in it, so that both are read
 * by time alone.
 */
public final class LogBook {
    private static final String KEY = "";

    private final ThingAccess access;
    private final TimeSeries series;
    private final Clock clock;

    public LogBook(ThingAccess access, TimeSeries series, Clock clock) {
        this.access = access;
        this.series = series;
        this.clock = clock;
    }

    /**
     * Writes a line into the log of the thing that was chosen and into that of its group.
     *
     * @param ts null for now
     */
    void write(Caller caller, ThingChoice choice, Instant ts, LogLine line) {
        Thing thing = access.resolve(caller, choice);
        LogSample sample = line.of(thing.id());
        Instant when = ts == null ? clock.instant() : ts;
        add(thing.id(), when, sample);
        add(thing.groupId(), when, sample);
    }

    /** Writes a line that belongs to no thing. */
    void write(Caller caller, Instant ts, LogLine line) {
        add(caller.group().id(), ts == null ? clock.instant() : ts, line.of(null));
    }

    private void add(String ownerId, Instant ts, LogSample line) {
        series.add(ownerId, LogSample.KIND, KEY, new Sample<>(ts, line), Recording.ALL);
    }

    /** When a list is asked for. */
    Instant now() {
        return clock.instant();
    }

    /** Whose log a caller means: the thing's that was chosen, else its own; the group's, when a user chooses none. */
    String owner(Caller caller, ThingChoice choice) {
        boolean ofGroup = caller.thing().isEmpty() && !choice.isMade();
        return ofGroup ? caller.group().id() : access.resolve(caller, choice).id();
    }

    /** Lines of a log, the newest first. */
    Page<StoredSample<LogSample>> page(String ownerId, Span span, Paging paging) {
        Slice<LogSample> slice = Histories.read(
                series,
                ownerId,
                LogSample.KIND,
                KEY,
                new HistoryQuery(span.from(), span.to(), null, true, paging.offset(), paging.limit()));
        return new Page<>(slice.count(), slice.samples());
    }

    /** Those of them that fulfil a condition. */
    Page<StoredSample<LogSample>> page(String ownerId, Span span, Paging paging, Predicate<LogSample> condition) {
        Selection<LogSample> selection = new Selection<>(
                (time, visitor) -> series.each(ownerId, LogSample.KIND, KEY, time.from(), time.to(), visitor),
                span,
                condition);
        return new Page<>(selection.count(), selection.page(paging, true));
    }
}
