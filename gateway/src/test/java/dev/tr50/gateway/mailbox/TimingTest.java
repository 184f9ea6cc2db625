package dev.tr50.gateway.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @ParameterizedTest
    @CsvSource({
        // ackTimeout, ttl, of the method; patience, ttl
        ",,, 30, 30",
        ",,60, 60, 60",
        "5,,60, 5, 5",
        "5,60,, 5, 60",
        "1000,,, 300, 300",
        ",,1000, 300, 300",
        "30,604801,, 30, 604800",
        "30,2147483647,, 30, 604800"
    })
    void a_caller_waits_as_long_as_it_says_and_the_message_likewise(
            Integer ackTimeout, Integer ttl, Integer ofMethod, long patience, long life) {
        assertThat(Timing.of(ackTimeout, ttl, ofMethod))
                .isEqualTo(new Timing(Duration.ofSeconds(patience), Duration.ofSeconds(life)));
    }

    @ParameterizedTest
    @CsvSource({"0,", "-1,", "-2147483648,", "-1,-1", "0,0"})
    void a_message_whose_caller_does_not_wait_lives_as_long_as_any_may(Integer ackTimeout, Integer ttl) {
        assertThat(Timing.of(ackTimeout, ttl, 60)).isEqualTo(new Timing(null, WEEK));
        assertThat(Timing.of(ackTimeout, ttl, 60).callerWaits()).isFalse();
    }

    @Test
    void a_message_may_live_long_though_its_caller_does_not_wait_for_it() {
        assertThat(Timing.of(-1, 3600, null)).isEqualTo(new Timing(null, Duration.ofHours(1)));
        assertThat(Timing.of(10, -1, null)).isEqualTo(new Timing(Duration.ofSeconds(10), WEEK));
    }
}
