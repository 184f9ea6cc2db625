package dev.tr50.gateway.alarm;

import dev.tr50.gateway.alarm.AlarmSummary.Share;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up the time in each state while the states pass in the order of their times. */
final class TimeInStates {
    private static final int MOST = 1000;
    private static final double PERCENT = 100;
    private static final double NANOS = 1e9;

    private final SortedMap<Integer, Duration> times = new TreeMap<>();
    private Instant since;
    private Integer current;

    TimeInStates(Instant start) {
        since = start;
    }

    /** @throws CommandException when there are more than 1000 different states */
    void enter(Instant ts, int state) {
        leave(ts);
        if (times.size() == MOST && !times.containsKey(state)) {
            throw new CommandException(ErrorCode.TOO_LARGE, "The alarm was in more than " + MOST + " states");
        }
        times.putIfAbsent(state, Duration.ZERO);
        current = state;
    }

    private void leave(Instant ts) {
        if (current != null) {
            times.merge(current, Duration.between(since, ts), Duration::plus);
        }
        since = ts;
    }

    /**
     * What there is when the time is over.
     *
     * @param whole what the percentages are of; not zero
     */
    List<Share> until(Instant end, Duration whole) {
        leave(end);
        return times.entrySet().stream()
                .map(state -> share(state.getKey(), state.getValue(), whole))
                .toList();
    }

    private static Share share(int state, Duration time, Duration whole) {
        double part = seconds(time) / seconds(whole);
        return new Share(state, time.toSeconds(), Math.round(part * PERCENT * PERCENT) / PERCENT);
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / NANOS;
    }
}
