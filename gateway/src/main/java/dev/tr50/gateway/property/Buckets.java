package dev.tr50.gateway.property;

import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Sample;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds up numbers by the hour or by the day, in UTC, while they pass in the order of their times: in memory is one hour or day
 * and the results. Hours and days in which nothing was published have no result.
 */
final class Buckets implements Consumer<StoredSample<PropertySample>> {
    private final Calculation calculation;
    private final ChronoUnit unit;
    private final Span span;
    private final Instant now;
    private final List<Sample<Double>> results = new ArrayList<>();

    private Double last;
    private Instant start;
    private Tally tally;

    /**
     * @param unit hours or days
     * @param before the number that is the current one when the span begins; null when there is none
     * @param now nothing is the current number later than that
     */
    Buckets(Calculation calculation, ChronoUnit unit, Span span, Double before, Instant now) {
        this.calculation = calculation;
        this.unit = unit;
        this.span = span;
        this.last = before;
        this.now = now;
    }

    @Override
    public void accept(StoredSample<PropertySample> sample) {
        Instant bucket = sample.ts().truncatedTo(unit);
        if (!bucket.equals(start)) {
            close();
            start = bucket;
            tally = new Tally(later(bucket, span.from()), last);
        }
        last = sample.value().value();
        tally.add(sample.ts(), last);
    }

    /**
     * The results, at the time at which their hours or days begin; to be asked for once.
     *
     * @throws CommandException when there are more than a reply may have
     */
    List<Sample<Double>> results() {
        close();
        tally = null;
        return results;
    }

    private void close() {
        if (tally == null) {
            return;
        }
        if (results.size() == Window.MOST_RECORDS) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE,
                    "There are more than " + Window.MOST_RECORDS + " results; ask for a shorter time, or by day");
        }
        tally.end(earlier(earlier(start.plus(1, unit), span.to()), now));
        results.add(new Sample<>(start, calculation.of(tally)));
    }

    private static Instant later(Instant one, Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }
}
