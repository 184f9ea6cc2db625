package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long {@code send} waits for a reply. */
class PatienceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "diag.ping   |                           | 10",
                "diag.ping   | {\"ackTimeout\":100}      | 10",
                "method.exec | {\"ackTimeout\":60}       | 70",
                "mailbox.send| {\"ackTimeout\":\"60\"}   | 70",
                "method.exec | {\"ackTimeout\":9999}     | 310",
                "method.exec | {\"method\":\"ping\"}     | 310",
                "method.exec | {\"ackTimeout\":null}     | 310",
                "method.exec | {\"ackTimeout\":          | 310",
                "method.exec | {\"ackTimeout\":-1}       | 10",
                "method.exec | {\"ackTimeout\":0}        | 10"
            })
    void it_waits_as_long_as_whoever_answers_may_take(String command, String params, int seconds) {
        assertThat(Patience.of(command, params, null).time()).hasSeconds(seconds);
    }

    @Test
    void a_user_who_says_how_long_is_obeyed() {
        assertThat(Patience.of("method.exec", "{\"ackTimeout\":60}", 5).time()).hasSeconds(5);
    }
}
