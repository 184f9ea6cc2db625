package dev.tr50.gateway.series;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which time a command looks back on, as clients say it: the newest records, or the last hours, or from one moment to another. Of
 * several ways the first of these counts; without any it is the last day.
 *
 * @param records null when absent
 * @param last null when absent
 * @param start null when absent
 * @param end null when absent
 */
public record Window(Integer records, Duration last, Instant start, Instant end) {

    /** The most records that a reply has. */
    public static final int MOST_RECORDS = 5000;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern PART = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1000),
            "µs", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", DAY);

    private static final Param<Integer> RECORDS = Param.integer(
                    "records", "The newest of them, at most " + MOST_RECORDS + ". Goes before last, start and end.")
            .as(Window::records);
    private static final Param<Duration> LAST = Param.string(
                    "last",
                    "Those of the last time until now: a number with one of the units d, h, m, s, ms, us, ns, such as 24h,"
                            + " or several of them, such as 1h30m. Goes before start and end. 24h, when none of these is given.")
            .as(Window::last);
    private static final Param<Instant> START = Param.time("start", "The earliest time.");
    private static final Param<Instant> END =
            Param.time("end", "The latest time; now, when only start is given. Swapped with start when it is earlier.");

    /** Any way. */
    public static Window from(Arguments arguments) {
        return read(arguments, arguments.get(RECORDS));
    }

    /** A stretch of time, where numbers of records have no meaning. */
    public static Window ofTime(Arguments arguments) {
        return read(arguments, null);
    }

    private static Window read(Arguments arguments, Integer records) {
        return new Window(records, arguments.get(LAST), arguments.get(START), arguments.get(END));
    }

    Window atMost(int most) {
        return records == null ? this : new Window(Math.min(records, most), last, start, end);
    }

    /** Whether nothing was said of it. */
    public boolean isAbsent() {
        return records == null && last == null && start == null && end == null;
    }

    /** What it is at a moment. */
    public Span at(Instant now) {
        if (records != null) {
            return new Span(null, null, records);
        }
        if (last != null || isAbsent()) {
            return new Span(now.minus(last == null ? DAY : last), now, null);
        }
        Instant until = end == null ? now : end;
        boolean swapped = start != null && start.isAfter(until);
        return swapped ? new Span(until, start, null) : new Span(start, until, null);
    }

    /**
     * A part of the past.
     *
     * @param from the earliest time; null for the beginning
     * @param to the latest time, not before {@code from}; null for the end
     * @param newest how many of the newest; null for all
     */
    public record Span(Instant from, Instant to, Integer newest) {}

    private static Integer records(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("must be at least 1");
        }
        return Math.min(records, MOST_RECORDS);
    }

    /**
     * A length of time as the platform's own pages write it: {@code 24h}.
     *
     * @throws IllegalArgumentException for any other text, with a message that reads well after a name
     */
    public static Duration last(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && part.find() && part.start() == end) {
            BigDecimal nanos = new BigDecimal(part.group(1))
                    .multiply(BigDecimal.valueOf(UNITS.get(part.group(2)).toNanos()));
            if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
                throw tooLong();
            }
            sum = sum.plusNanos(nanos.longValue());
            end = part.end();
        }
        if (end < text.length() || sum.isZero()) {
            throw new IllegalArgumentException(
                    "must be a length of time such as 24h, with the unit d, h, m, s, ms, us or ns");
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw tooLong();
        }
        return sum;
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("must be at most " + LONGEST.toDays() + "d");
    }
}
