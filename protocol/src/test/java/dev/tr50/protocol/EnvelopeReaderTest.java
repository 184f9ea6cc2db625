package dev.tr50.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
    private static final Param<String> FILE_NAME = Param.string("fileName", "");

    private final EnvelopeReader reader = new EnvelopeReader(new Limits(3, 20, 1000));

    @Test
    void commands_keep_the_order_of_the_text() {
        Envelope envelope =
                read("{\"z\":{\"command\":\"diag.ping\"},\"a\":{\"command\":\"diag.time\"},\"0\":{\"command\":\"x\"}}");

        assertThat(envelope.entries()).extracting(Entry::id).containsExactly("z", "a", "0");
    }

    @Test
    void params_may_be_missing_or_null() {
        assertThat(only("{\"1\":{\"command\":\"diag.time\"}}")).isInstanceOf(Request.class);
        assertThat(only("{\"1\":{\"command\":\"diag.time\",\"params\":null}}")).isInstanceOf(Request.class);
    }

    @Test
    void one_command_without_params_does_not_answer_for_another() {
        Envelope both = read("{\"1\":{\"command\":\"a\"},\"2\":{\"command\":\"a\"}}");
        Request first = (Request) both.entries().get(0);
        Request second = (Request) both.entries().get(1);

        first.arguments().reject("wrong");

        assertThat(second.arguments().areFine()).isTrue();
    }

    @Test
    void of_duplicate_keys_the_last_counts() {
        Request request =
                (Request) only("{\"1\":{\"command\":\"file.get\",\"params\":{\"fileName\":\"a\",\"fileName\":\"b\"}}}");

        assertThat(request.arguments().get(FILE_NAME)).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "[]",
                "\"text\"",
                "42",
                "null",
                "{\"1\":",
                "{\"1\":{\"command\":\"diag.ping\"}} trailing",
                "{\"1\":{\"command\":\"diag.ping\"}}{}"
            })
    void what_is_no_json_object_fails_as_a_whole(String message) {
        assertThat(failureOf(message).problems())
                .singleElement()
                .extracting(CommandException.Problem::code)
                .isEqualTo(ErrorCode.MALFORMED_MESSAGE);
    }

    @Test
    void bytes_that_are_no_utf8_fail_as_a_whole() {
        byte[] message = {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '{', '}', '}'};

        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> reader.read(message));
    }

    @Test
    void only_utf8_is_read() {
        String message = "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"a\":\"?\"}}}";
        byte[] beyond = message.replace("?", "????").getBytes(UTF_8);
        int place = message.indexOf('?');
        System.arraycopy(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, 0, beyond, place, 4);
        byte[] overlong = message.replace("?", "??").getBytes(UTF_8);
        System.arraycopy(new byte[] {(byte) 0xC0, (byte) 0xAF}, 0, overlong, place, 2);

        for (byte[] bytes : List.of(
                beyond,
                overlong,
                message.getBytes(StandardCharsets.UTF_16),
                message.getBytes(StandardCharsets.UTF_16LE),
                message.getBytes(Charset.forName("UTF-32BE")))) {
            assertThatExceptionOfType(CommandException.class).isThrownBy(() -> reader.read(bytes));
        }
        assertThat(read("\uFEFF" + message).entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999"})
    void a_number_with_an_absurd_exponent_fails_as_a_whole(String number) {
        assertThat(failureOf("{\"1\":{\"command\":\"a\",\"params\":{\"n\":" + number + "}}}"))
                .hasMessageContaining("exponent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}{}",
                "{\"a\":NaN}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]}",
                "{'a':1}",
                "{\"a\":1,}"
            })
    void what_is_wrong_is_told_without_names_of_classes_or_settings(String message) {
        assertThat(failureOf(message).getMessage()).doesNotContain("com.fasterxml", "Feature", "`", "Constraints");
    }

    @Test
    void half_a_surrogate_pair_fails_as_a_whole_and_a_whole_one_passes() {
        assertThat(failureOf("{\"1\":{\"command\":\"diag.echo\",\"params\":{\"a\":\"\\ud83d\"}}}"))
                .hasMessageContaining("surrogate");
        assertThat(failureOf("{\"\\udc00\":{\"command\":\"diag.ping\"}}")).hasMessageContaining("surrogate");
        assertThat(only("{\"1\":{\"command\":\"diag.echo\",\"params\":{\"a\":\"\\ud83d\\ude00\"}}}"))
                .isInstanceOf(Request.class);
    }

    @Test
    void nesting_beyond_the_limit_fails_as_a_whole_without_exhausting_the_stack() {
        String deep = "[".repeat(100_000);

        assertThat(failureOf("{\"1\":{\"command\":\"diag.echo\",\"params\":{\"a\":" + deep))
                .hasMessageContaining("nesting depth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":5}",
                "{\"1\":null}",
                "{\"1\":{}}",
                "{\"1\":{\"command\":null}}",
                "{\"1\":{\"command\":7}}",
                "{\"1\":{\"command\":\"diag.ping\",\"params\":[]}}",
                "{\"1\":{\"command\":\"diag.ping\",\"params\":\"x\"}}"
            })
    void what_is_wrong_with_one_command_is_told_under_its_id(String message) {
        assertThat(only(message)).isInstanceOf(Malformed.class);
        assertThat(only(message).id()).isEqualTo("1");
    }

    @Test
    void commands_beyond_the_limit_are_refused_each_under_its_id() {
        String four = "{\"1\":{\"command\":\"a\"},\"2\":{\"command\":\"a\"},\"3\":{\"command\":\"a\"},"
                + "\"4\":{\"command\":\"a\"}}";

        assertThat(read(four).entries()).hasSize(4).last().isInstanceOf(Malformed.class);
    }

    @Test
    void absurdly_many_commands_fail_as_a_whole() {
        StringBuilder message = new StringBuilder("{");
        for (int i = 0; i < 31; i++) {
            message.append(i == 0 ? "" : ",").append('"').append(i).append("\":{}");
        }

        assertThat(failureOf(message.append('}').toString()).problems())
                .singleElement()
                .extracting(CommandException.Problem::code)
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void auth_with_a_session_is_no_command_and_auth_with_a_command_is() {
        Envelope session = read("{\"auth\":{\"sessionId\":\"abc\"},\"cmd\":{\"command\":\"diag.ping\"}}");
        Envelope login = read("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{}}}");

        assertThat(session.sessionId()).contains("abc");
        assertThat(session.entries()).extracting(Entry::id).containsExactly("cmd");
        assertThat(login.entries()).extracting(Entry::id).containsExactly("auth");
    }

    @Property
    void any_bytes_are_read_or_refused(@ForAll byte[] message) {
        try {
            reader.read(message);
        } catch (CommandException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    @Property
    void any_text_in_place_of_a_value_is_read_or_refused(@ForAll String value) {
        try {
            read("{\"1\":{\"command\":\"a\",\"params\":" + value + "}}");
        } catch (CommandException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    private Envelope read(String message) {
        return reader.read(message.getBytes(UTF_8));
    }

    private Entry only(String message) {
        assertThat(read(message).entries()).hasSize(1);
        return read(message).entries().get(0);
    }

    private CommandException failureOf(String message) {
        return catchThrowableOfType(CommandException.class, () -> read(message));
    }
}
