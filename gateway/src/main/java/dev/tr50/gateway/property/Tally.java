package dev.tr50.gateway.property;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of the numbers of a stretch of time, without keeping them. Between two numbers the earlier one is the current
 * one.
 */
final class Tally {
    private static final double NANOS = 1e9;

    private long count;
    private double sum;
    private double max = Double.NEGATIVE_INFINITY;
    private double min = Double.POSITIVE_INFINITY;

    private double held;
    private boolean holds;
    private Instant until;
    private double seconds;
    private double weighted;
    private double secondsNotZero;

    /**
     * @param start the beginning of the stretch; null when it begins with its first number
     * @param before the number that is the current one then; null when there is none
     */
    Tally(Instant start, Double before) {
        until = start;
        holds = start != null && before != null;
        held = holds ? before : 0;
    }

    /** A number; times never go back. */
    void add(Instant ts, double value) {
        hold(ts);
        count++;
        sum += value;
        max = Math.max(max, value);
        min = Math.min(min, value);
        held = value;
        holds = true;
        until = ts;
    }

    /** Nothing more comes until the end of the stretch. */
    void end(Instant end) {
        hold(end);
    }

    private void hold(Instant next) {
        if (!holds || !next.isAfter(until)) {
            return;
        }
        Duration time = Duration.between(until, next);
        double length = time.getSeconds() + time.getNano() / NANOS;
        seconds += length;
        weighted += held * length;
        secondsNotZero += held == 0 ? 0 : length;
        until = next;
    }

    long count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double max() {
        return max;
    }

    double min() {
        return min;
    }

    double average() {
        return sum / count;
    }

    /** A number that was the current one for no time at all stands for itself. */
    double weightedAverage() {
        return seconds == 0 ? held : weighted / seconds;
    }

    double weightedAverageOfNonZero() {
        if (seconds == 0) {
            return held;
        }
        return secondsNotZero == 0 ? 0 : weighted / secondsNotZero;
    }
}
