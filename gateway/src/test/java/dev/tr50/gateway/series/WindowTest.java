package dev.tr50.gateway.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.series.Window.Span;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant EARLIER = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T11:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "24h, PT24H",
        "1d, PT24H",
        "90m, PT90M",
        "1h30m, PT90M",
        "1.5h, PT90M",
        "2s, PT2S",
        "250ms, PT0.25S",
        "1us, PT0.000001S",
        "1µs, PT0.000001S",
        "7ns, PT0.000000007S",
        "36500d, PT876000H"
    })
    void a_length_of_time_has_units(String text, Duration length) {
        assertThat(Window.last(text)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "24", "h", "-1h", "0s", "1 h", "1h ", "24H", "1w", "1h-30m", "1e3s", "h1"})
    void what_is_no_length_of_time_is_refused(String text) {
        assertThatThrownBy(() -> Window.last(text)).hasMessageStartingWith("must be a length of time such as 24h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "36500d1ns", "999999999999999999d"})
    void a_length_of_time_is_at_most_a_hundred_years(String text) {
        assertThatThrownBy(() -> Window.last(text)).hasMessage("must be at most 36500d");
    }

    @Property(tries = 200)
    void every_number_of_milliseconds_is_read_as_it_is_written(
            @ForAll @LongRange(min = 1, max = 3_153_600_000_000L) long millis) {
        assertThat(Window.last(millis + "ms")).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void records_go_before_last_and_last_goes_before_start_and_end() {
        assertThat(new Window(7, Duration.ofHours(1), EARLIER, LATER).at(NOW)).isEqualTo(new Span(null, null, 7));
        assertThat(new Window(null, Duration.ofHours(1), EARLIER, LATER).at(NOW))
                .isEqualTo(new Span(NOW.minusSeconds(3600), NOW, null));
        assertThat(new Window(null, null, EARLIER, LATER).at(NOW)).isEqualTo(new Span(EARLIER, LATER, null));
    }

    @Test
    void a_start_behind_the_end_is_swapped_with_it() {
        assertThat(new Window(null, null, LATER, EARLIER).at(NOW)).isEqualTo(new Span(EARLIER, LATER, null));
    }

    @Test
    void a_start_alone_is_until_now_and_an_end_alone_from_the_beginning() {
        assertThat(new Window(null, null, EARLIER, null).at(NOW)).isEqualTo(new Span(EARLIER, NOW, null));
        assertThat(new Window(null, null, null, LATER).at(NOW)).isEqualTo(new Span(null, LATER, null));
    }

    @Test
    void without_any_it_is_the_last_day() {
        assertThat(new Window(null, null, null, null).at(NOW)).isEqualTo(new Span(NOW.minusSeconds(86_400), NOW, null));
    }
}
