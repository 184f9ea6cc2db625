package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.MovableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockoutTest {
    private static final String NAME = "ann@example.org";
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final MovableClock clock = new MovableClock();
    private final Lockout lockout = new Lockout(LoginRules.DEFAULT, clock);

    private void fail(int times) {
        IntStream.range(0, times).forEach(i -> lockout.failed(NAME));
    }

    @Test
    void seven_wrong_passwords_do_not_lock_and_the_eighth_does_for_half_an_hour() {
        fail(7);
        assertThat(lockout.lockedUntil(NAME)).isEmpty();

        fail(1);
        assertThat(lockout.lockedUntil(NAME)).contains(clock.instant().plus(HALF_AN_HOUR));
    }

    @Test
    void it_is_open_again_the_moment_the_time_is_over() {
        fail(8);

        clock.advance(HALF_AN_HOUR.minusMillis(1));
        assertThat(lockout.lockedUntil(NAME)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(lockout.lockedUntil(NAME)).isEmpty();
    }

    @Test
    void after_a_lock_counting_begins_anew() {
        fail(8);
        clock.advance(HALF_AN_HOUR);

        fail(7);
        assertThat(lockout.lockedUntil(NAME)).isEmpty();
        fail(1);
        assertThat(lockout.lockedUntil(NAME)).isPresent();
    }

    @Test
    void who_guesses_on_while_it_is_locked_does_not_make_it_longer() {
        fail(8);
        clock.advance(Duration.ofMinutes(20));
        fail(20);

        assertThat(lockout.lockedUntil(NAME)).contains(clock.instant().plus(Duration.ofMinutes(10)));
    }

    @Test
    void only_wrong_passwords_of_the_last_half_an_hour_count() {
        fail(1);
        clock.advance(Duration.ofMinutes(1));
        fail(6);
        clock.advance(Duration.ofMinutes(29));

        fail(1);
        assertThat(lockout.lockedUntil(NAME)).isEmpty();
        fail(1);
        assertThat(lockout.lockedUntil(NAME)).isPresent();
    }

    @Test
    void the_right_password_makes_the_wrong_ones_forgotten() {
        fail(7);
        lockout.succeeded(NAME);

        fail(7);
        assertThat(lockout.lockedUntil(NAME)).isEmpty();
    }

    @Test
    void one_name_is_locked_and_no_other() {
        fail(8);
        assertThat(lockout.lockedUntil("bob@example.org")).isEmpty();
    }

    @Test
    void other_numbers_hold_when_they_are_given() {
        Lockout strict = new Lockout(new LoginRules(1, Duration.ofMinutes(5), Duration.ofHours(10), false), clock);

        strict.failed(NAME);
        assertThat(strict.lockedUntil(NAME)).contains(clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void nobody_is_ever_locked_when_it_is_off() {
        Lockout off = new Lockout(new LoginRules(0, Duration.ofMinutes(5), Duration.ofHours(10), false), clock);

        IntStream.range(0, 1000).forEach(i -> off.failed(NAME));
        assertThat(off.lockedUntil(NAME)).isEmpty();
    }
}
