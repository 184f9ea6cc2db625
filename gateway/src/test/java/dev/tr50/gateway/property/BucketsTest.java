package dev.tr50.gateway.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tr50.gateway.series.Window.Span;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Sample;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Against a model that keeps everything and looks at every second. */
class BucketsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOUR = 3600;
    private static final int SECONDS = 4 * HOUR;

    /** A number at a whole second of the first four hours of the day. */
    record Number(
            @IntRange(max = SECONDS - 1) int second,
            @IntRange(min = -3, max = 3) int value) {}

    @Property(tries = 300)
    void every_calculation_is_what_the_model_says(
            @ForAll @Size(max = 30) List<@IntRange(max = SECONDS * 7 - 1) Integer> raw,
            @ForAll @IntRange(max = SECONDS) int from,
            @ForAll @IntRange(max = SECONDS) int to,
            @ForAll @IntRange(max = SECONDS) int someTime) {
        List<Number> numbers = raw.stream()
                .map(each -> new Number(each % SECONDS, each / SECONDS - 3))
                .sorted(Comparator.comparingInt(Number::second))
                .toList();
        int now = numbers.isEmpty()
                ? someTime
                : Math.max(someTime, numbers.get(numbers.size() - 1).second());
        int first = Math.min(from, to);
        int last = Math.max(from, to);
        for (Calculation calculation : Calculation.values()) {
            List<Sample<Double>> results = calculated(calculation, numbers, first, last, now);
            TreeMap<Integer, Double> expected = model(calculation, numbers, first, last, now);

            assertThat(results)
                    .extracting(Sample::ts)
                    .containsExactlyElementsOf(
                            expected.keySet().stream().map(START::plusSeconds).toList());
            for (Sample<Double> result : results) {
                double wanted = expected.get((int) ChronoUnit.SECONDS.between(START, result.ts()));
                assertThat(result.value()).as(calculation::name).isCloseTo(wanted, within(1e-9));
            }
        }
    }

    private static List<Sample<Double>> calculated(
            Calculation calculation, List<Number> numbers, int from, int to, int now) {
        Double before = null;
        for (Number number : numbers) {
            before = number.second() < from ? (Double) (double) number.value() : before;
        }
        Span span = new Span(START.plusSeconds(from), START.plusSeconds(to), null);
        Buckets buckets = new Buckets(calculation, ChronoUnit.HOURS, span, before, START.plusSeconds(now));
        numbers.stream()
                .filter(number -> number.second() >= from && number.second() <= to)
                .forEach(number -> buckets.accept(sample(number.second(), number.value())));
        return buckets.results();
    }

    private static TreeMap<Integer, Double> model(
            Calculation calculation, List<Number> numbers, int from, int to, int now) {
        TreeMap<Integer, Double> results = new TreeMap<>();
        for (int hour = 0; hour < SECONDS; hour += HOUR) {
            int begin = Math.max(hour, from);
            int end = hour + HOUR;
            List<Double> within = new ArrayList<>();
            for (Number number : numbers) {
                if (number.second() >= begin && number.second() <= to && number.second() < end) {
                    within.add((double) number.value());
                }
            }
            if (!within.isEmpty()) {
                results.put(hour, value(calculation, within, numbers, begin, Math.min(Math.min(end, to), now)));
            }
        }
        return results;
    }

    private static double value(Calculation calculation, List<Double> within, List<Number> all, int begin, int end) {
        double sum = within.stream().mapToDouble(each -> each).sum();
        return switch (calculation) {
            case AVG -> sum / within.size();
            case SUM -> sum;
            case COUNT -> within.size();
            case MAX -> within.stream().max(Double::compare).orElseThrow();
            case MIN -> within.stream().min(Double::compare).orElseThrow();
            case WAVG -> weighted(within, all, begin, end, false);
            case NZWAVG -> weighted(within, all, begin, end, true);
        };
    }

    /** Second by second: which number is the current one, after all that were published in it. */
    private static double weighted(List<Double> within, List<Number> all, int begin, int end, boolean withoutZero) {
        double sum = 0;
        int held = 0;
        int weight = 0;
        for (int second = begin; second < end; second++) {
            Double current = null;
            for (Number number : all) {
                current = number.second() <= second ? (Double) (double) number.value() : current;
            }
            if (current != null) {
                held++;
                weight += !withoutZero || current != 0 ? 1 : 0;
                sum += current;
            }
        }
        if (held == 0) {
            return within.get(within.size() - 1);
        }
        return weight == 0 ? 0 : sum / weight;
    }

    @Test
    void enormous_numbers_are_told_as_the_largest_there_are() {
        Buckets sum = new Buckets(Calculation.SUM, ChronoUnit.DAYS, new Span(null, null, null), null, START);
        sum.accept(sample(0, Double.MAX_VALUE));
        sum.accept(sample(1, Double.MAX_VALUE));

        assertThat(sum.results()).extracting(Sample::value).containsExactly(Double.MAX_VALUE);
    }

    @Test
    void there_are_at_most_5000_results() {
        Buckets counts = new Buckets(Calculation.COUNT, ChronoUnit.HOURS, new Span(null, null, null), null, START);
        for (int hour = 0; hour < 5000; hour++) {
            counts.accept(sample(hour * HOUR, 1));
        }
        counts.accept(sample(5000 * HOUR, 1));

        assertThatThrownBy(counts::results).hasMessageStartingWith("There are more than 5000 results");
    }

    private static StoredSample<PropertySample> sample(int second, double value) {
        return new StoredSample<>("id", START.plusSeconds(second), new PropertySample(value, null));
    }
}
