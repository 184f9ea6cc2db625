package dev.tr50.gateway.logline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void what_a_terminal_or_a_reader_of_lines_would_obey_is_shown_as_a_question_mark() {
        assertThat(Printable.of("a\nb\u001B[2Jc\u0085d\u009B2Je")).isEqualTo("a?b?[2Jc?d?2Je");
    }

    @Test
    void nothing_is_shown_in_another_order_than_it_has() {
        assertThat(Printable.of("a\u202Eb\u2028c\u2029d\u200Fe")).isEqualTo("a?b?c?d?e");
    }

    @Test
    void what_is_long_is_cut() {
        assertThat(Printable.of("x".repeat(128))).hasSize(128);
        assertThat(Printable.of("x".repeat(70_000))).hasSize(129).endsWith("x…");
    }
}
