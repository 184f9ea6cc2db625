package dev.tr50.gateway.property;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be calculated of the numbers of an hour or a day. */
enum Calculation {
    /** Their sum, divided by how many there are. */
    AVG,
    /** Each number weighted with the time for which it was the current one. */
    WAVG,
    /** The same without the times at which the current number was 0. */
    NZWAVG,
    SUM,
    MAX,
    MIN,
    COUNT;

    /** As clients write it. */
    static Calculation parse(String text) {
        return Arrays.stream(values())
                .filter(calculation -> calculation.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(Calculation::text).collect(Collectors.joining(", "))));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the numbers of a stretch of time of which there is at least one. */
    double of(Tally tally) {
        double result = switch (this) {
            case AVG -> tally.average();
            case WAVG -> tally.weightedAverage();
            case NZWAVG -> tally.weightedAverageOfNonZero();
            case SUM -> tally.sum();
            case MAX -> tally.max();
            case MIN -> tally.min();
            case COUNT -> tally.count();
        };
        // Sums of enormous numbers are beyond what JSON can tell.
        return Double.isNaN(result) ? 0 : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, result));
    }
}
