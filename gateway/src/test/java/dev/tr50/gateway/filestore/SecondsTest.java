package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.http.HttpRefused;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTest {

    @ParameterizedTest
    @CsvSource({
        "1710000000, 1710000000.0",
        "1710000000.0, 1710000000.0",
        "1.71e9, 1710000000.0",
        "1700000000.25, 1700000000.25",
        "0, 0.0",
        "-0.0, 0.0",
        "-1.5, -1.5",
        "+7, 7.0",
        ".5, 0.5",
        "5., 5.0",
        "100, 100.0",
        "1e-7, 0.0000001",
        "9007199254740993, 9007199254740992.0"
    })
    void times_are_written_in_plain_digits_with_a_fraction(String given, String written) {
        assertThat(Seconds.text(Seconds.parse(given))).isEqualTo(written);
    }

    @Test
    void not_even_the_largest_number_is_written_with_an_exponent() {
        assertThat(Seconds.text(1e300)).isEqualTo("1" + "0".repeat(300) + ".0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "",
                " 1",
                "1,5",
                "NaN",
                "Infinity",
                "0x10",
                "1d",
                "1e",
                "1e400",
                "-1e400",
                "--1",
                ".",
                "1 2",
                "١"
            })
    void what_is_no_finite_number_is_refused(String text) {
        assertThatThrownBy(() -> Seconds.parse(text))
                .isInstanceOf(HttpRefused.class)
                .hasMessageStartingWith("malformed entity specification: time");
    }

    @Test
    void a_moment_is_told_to_the_millisecond() {
        assertThat(Seconds.text(Seconds.of(Instant.parse("2024-03-09T16:00:00.123456Z"))))
                .isEqualTo("1710000000.123");
    }

    @Property
    void what_is_written_is_what_was_kept(@ForAll double time) {
        assertThat(Double.parseDouble(Seconds.text(time))).isEqualTo(time + 0.0);
    }
}
