package dev.tr50.gateway.simulate;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a user sees: a line now and then, and a summary. For one thread. */
final class Report {
    private static final int LINES_UNDER_A_HEAD = 20;
    private static final String HEAD =
            "      time    things  sent/s  reply/s   p50 ms   p99 ms   max ms  calls/s   p50 ms   p99 ms   failed";

    private final PrintWriter out;
    private final int things;
    private final Fleet fleet;
    private final Score score;
    private final long began = System.nanoTime();
    private long lastLine = began;
    private int lines;
    private long sentBefore;
    private int lostBefore;
    private int refusedBefore;
    private boolean someAway;
    private String lastEvent = "";

    Report(PrintWriter out, int things, Fleet fleet, Score score) {
        this.out = out;
        this.things = things;
        this.fleet = fleet;
        this.score = score;
    }

    /** What happened since the last line. */
    void line() {
        events();
        if (lines++ % LINES_UNDER_A_HEAD == 0) {
            out.println(HEAD);
        }
        long now = System.nanoTime();
        double seconds = (now - lastLine) / 1e9;
        lastLine = now;
        long sent = sent(score.things());
        Histogram replies = sinceLast(score.things());
        Histogram calls = sinceLast(score.calls());
        sinceLast(score.uploads());
        print(
                "%10s %9s %7.0f %8.0f %s %8.0f %s %8d",
                time(now - began),
                fleet.connectedNow() + "/" + things,
                (sent - sentBefore) / seconds,
                replies.getTotalCount() / seconds,
                percentiles(replies) + " " + millis(replies.getMaxValue(), replies),
                calls.getTotalCount() / seconds,
                percentiles(calls),
                failed());
        sentBefore = sent;
        out.flush();
    }

    /** What happened at all. */
    void summary() {
        line();
        double seconds = (System.nanoTime() - began) / 1e9;
        Histogram replies = all(score.things());
        out.println();
        print(
                "%d things in %.1f s: %d commands, %d replies (%.0f a second), %d lost connections, %d commands not sent for"
                        + " want of one, %d failures",
                things,
                seconds,
                sent(score.things()),
                replies.getTotalCount(),
                replies.getTotalCount() / seconds,
                fleet.lostSoFar(),
                score.things().missedSoFar(),
                failed());
        out.println();
        print("%-24s %10s %10s %8s %8s %8s %8s", "", "sent", "answered", "p50 ms", "p99 ms", "max ms", "failed");
        score.all().forEach(tally -> tally.courses().forEach(this::row));
        score.all().forEach(this::failures);
        out.flush();
    }

    /** Whether there were answers, every thing was let in, and nothing failed. */
    boolean isWell() {
        return failed() == 0 && fleet.refusedSoFar() == 0 && all(score.things()).getTotalCount() > 0;
    }

    private void events() {
        int lost = fleet.lostSoFar() - lostBefore;
        int refused = fleet.refusedSoFar() - refusedBefore;
        lostBefore += lost;
        refusedBefore += refused;
        if (lost > 0) {
            event("%d of %d things lost their connection; they try again", lost, things);
            someAway = true;
        } else if (someAway && fleet.connectedNow() == things) {
            event("all things are connected again");
            someAway = false;
        } else if (someAway && !fleet.latestFailure().isEmpty()) {
            event("%d things are away: %s", things - fleet.connectedNow(), fleet.latestFailure());
        }
        if (refused > 0) {
            event("%d things are not let in: %s", refused, fleet.latestFailure());
        }
    }

    /** Says it unless it has just been said. */
    private void event(String format, Object... values) {
        String text = String.format(Locale.ROOT, format, values);
        if (!text.equals(lastEvent)) {
            out.println("-- " + text);
            lastEvent = text;
        }
    }

    private void row(String kind, Course course) {
        Histogram times = course.all();
        print(
                "%-24s %10d %10d %s %s %8d",
                kind,
                course.sentSoFar(),
                times.getTotalCount(),
                percentiles(times),
                millis(times.getMaxValue(), times),
                course.failedSoFar());
    }

    private void failures(Tally tally) {
        tally.failures().forEach((text, count) -> print("%d × %s", count.sum(), text));
    }

    private long failed() {
        return score.all()
                .flatMap(tally -> tally.courses().values().stream())
                .mapToLong(Course::failedSoFar)
                .sum();
    }

    private static long sent(Tally tally) {
        return tally.courses().values().stream().mapToLong(Course::sentSoFar).sum();
    }

    private static Histogram sinceLast(Tally tally) {
        Histogram sum = Course.histogram();
        tally.courses().values().forEach(course -> sum.add(course.sinceLast()));
        return sum;
    }

    private static Histogram all(Tally tally) {
        Histogram sum = Course.histogram();
        tally.courses().values().forEach(course -> sum.add(course.all()));
        return sum;
    }

    private static String percentiles(Histogram times) {
        return millis(times.getValueAtPercentile(50), times) + " " + millis(times.getValueAtPercentile(99), times);
    }

    /** Eight characters wide. */
    private static String millis(long micros, Histogram times) {
        return times.getTotalCount() == 0 ? "       -" : String.format(Locale.ROOT, "%8.1f", micros / 1000.0);
    }

    private static String time(long nanos) {
        Duration since = Duration.ofNanos(nanos);
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
