package dev.tr50.gateway.property;

import dev.tr50.gateway.series.Columns;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Sample;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Numbers with their times, in one of two forms. */
public sealed interface Numbers {

    /** One object for each. */
    record Records(
            @Describe("The numbers with their times, in order of time.")
            List<Row> values) implements Numbers {}

    /** One number with its time. */
    record Row(
            @Describe("The number.") double value,
            @Describe("Its time.") Instant ts,
            @Describe("Id of the record, with returnIds.") Optional<String> id,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId) {}

    /** Parallel arrays. */
    record Arrays(
            @Describe("The numbers, in order of time.") List<Double> values,
            @Describe("The time of each number.") List<Instant> timestamps,

            @Describe("The id of each record, with returnIds.")
            Optional<List<String>> ids)
            implements Numbers {}

    /** What was recorded. */
    static Numbers of(List<StoredSample<PropertySample>> samples, boolean split, boolean returnIds) {
        return split
                ? new Arrays(
                        Columns.of(samples, sample -> sample.value().value()),
                        Columns.of(samples, StoredSample::ts),
                        Columns.ids(samples, returnIds))
                : new Records(Columns.of(samples, sample -> row(sample, returnIds)));
    }

    /** What was calculated. */
    static Numbers calculated(List<Sample<Double>> results, boolean split) {
        return split
                ? new Arrays(
                        results.stream().map(Sample::value).toList(),
                        results.stream().map(Sample::ts).toList(),
                        Optional.empty())
                : new Records(results.stream()
                        .map(result -> new Row(result.value(), result.ts(), Optional.empty(), Optional.empty()))
                        .toList());
    }

    private static Row row(StoredSample<PropertySample> sample, boolean returnIds) {
        return new Row(
                sample.value().value(),
                sample.ts(),
                Columns.id(sample, returnIds),
                Optional.ofNullable(sample.value().corrId()));
    }
}
