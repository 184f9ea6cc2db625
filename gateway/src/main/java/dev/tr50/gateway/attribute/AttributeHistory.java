package dev.tr50.gateway.attribute;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.series.Columns;
import dev.tr50.gateway.series.HistoryParams;
import dev.tr50.gateway.series.Values;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code attribute.history}: the texts that described a thing. */
public final class AttributeHistory implements Command<HistoryParams, AttributeHistory.Result> {
    public static final Signature<HistoryParams, Result> SIGNATURE = Signature.reading(
            "attribute.history",
            HistoryParams::from,
            Result.class,
            "Tells the texts that described a thing in some time.");

    /** The texts with their times, in one of two forms. */
    public sealed interface Result {}

    /** One object for each. */
    public record Records(
            @Describe("The texts with their times, in order of time.")
            List<Row> values) implements Result {}

    /** One text with its time. */
    public record Row(
            @Describe("The text; null where the attribute was unset.") @JsonInclude(JsonInclude.Include.ALWAYS)
            String value,

            @Describe("When it was set.") Instant ts,
            @Describe("Id of the record, with returnIds.") Optional<String> id,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId) {

        static Row of(StoredSample<AttributeSample> sample, boolean returnIds) {
            return new Row(
                    sample.value().value(),
                    sample.ts(),
                    Columns.id(sample, returnIds),
                    Optional.ofNullable(sample.value().corrId()));
        }
    }

    /** Parallel arrays. */
    public record Arrays(
            @Describe("The texts, in order of time; null where the attribute was unset.")
            List<String> values,

            @Describe("The time of each text.") List<Instant> timestamps,

            @Describe("The id of each record, with returnIds.")
            Optional<List<String>> ids)
            implements Result {

        static Arrays of(List<StoredSample<AttributeSample>> samples, boolean returnIds) {
            return new Arrays(
                    Columns.of(samples, sample -> sample.value().value()),
                    Columns.of(samples, StoredSample::ts),
                    Columns.ids(samples, returnIds));
        }
    }

    private final Values values;

    public AttributeHistory(Values values) {
        this.values = values;
    }

    @Override
    public Result run(Caller caller, HistoryParams params) {
        List<StoredSample<AttributeSample>> samples = values.series(
                        caller, params.thing(), Attributes.KIND, params.key())
                .history(params.part())
                .samples();
        return params.split()
                ? Arrays.of(samples, params.returnIds())
                : new Records(Columns.of(samples, sample -> Row.of(sample, params.returnIds())));
    }
}
