package dev.tr50.gateway.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long MILLI = 1_000_000;

    @Test
    void acts_are_due_at_even_distances() {
        Schedule schedule = new Schedule(100 * MILLI, 10);

        assertThat(schedule.take(99 * MILLI)).isEmpty();
        assertThat(schedule.take(100 * MILLI)).hasValue(100 * MILLI);
        assertThat(schedule.take(150 * MILLI)).isEmpty();
        assertThat(schedule.next()).isEqualTo(200 * MILLI);
    }

    @Test
    void an_act_that_comes_late_keeps_the_time_it_was_meant_for() {
        Schedule schedule = new Schedule(0, 1000);
        List<Long> meantFor = new ArrayList<>();

        for (OptionalLong due = schedule.take(3 * MILLI); due.isPresent(); due = schedule.take(3 * MILLI)) {
            meantFor.add(due.getAsLong());
        }

        assertThat(meantFor).containsExactly(0L, MILLI, 2 * MILLI, 3 * MILLI);
    }

    @Test
    void what_is_skipped_is_counted_and_never_due_again() {
        Schedule schedule = new Schedule(0, 1000);

        assertThat(schedule.skip(-1)).isZero();
        assertThat(schedule.skip(10 * MILLI + 1)).isEqualTo(11);
        assertThat(schedule.skip(10 * MILLI + 1)).isZero();
        assertThat(schedule.take(11 * MILLI)).hasValue(11 * MILLI);
    }

    @Test
    void a_rate_that_does_not_divide_the_second_does_not_drift() {
        Schedule schedule = new Schedule(0, 3);

        assertThat(schedule.skip(100_000 * MILLI)).isEqualTo(301);
        assertThat(schedule.next()).isBetween(100_333 * MILLI, 100_334 * MILLI);
    }
}
