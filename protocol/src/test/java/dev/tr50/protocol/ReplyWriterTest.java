package dev.tr50.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tr50.protocol.CommandException.Problem;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.Repeated.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
    record Row(String name, @JsonProperty("public") boolean isPublic, Instant at, Optional<String> user, String none) {}

    record Nothing() {}

    record Page(List<String> rows, @JsonIgnore Written written) implements Repeated {}

    private final ReplyWriter writer = new ReplyWriter();

    @Test
    void success_comes_first_and_nothing_is_blank() {
        assertThat(write(new Reply.Success("2", null), new Reply.Success("1", new Nothing())))
                .isEqualTo("{\"2\":{\"success\":true},\"1\":{\"success\":true,\"params\":{}}}");
    }

    @Test
    void ids_are_quoted_as_json_needs_it() {
        assertThat(write(new Reply.Success("a\"b\\\n😀", null))).isEqualTo("{\"a\\\"b\\\\\\n😀\":{\"success\":true}}");
        assertThat(write()).isEqualTo("{}");
    }

    @Test
    void times_have_three_digits_and_absent_values_are_left_out() {
        Row row = new Row("a/b", false, Instant.parse("2019-08-16T14:28:12Z"), Optional.empty(), null);

        assertThat(write(new Reply.Success("1", row)))
                .isEqualTo("{\"1\":{\"success\":true,\"params\":"
                        + "{\"name\":\"a/b\",\"public\":false,\"at\":\"2019-08-16T14:28:12.000Z\"}}}");
    }

    @Test
    void a_result_that_is_given_again_is_written_once_and_answers_under_any_id() {
        List<String> rows = new ArrayList<>(List.of("a"));
        Page page = new Page(rows, new Written());

        assertThat(write(new Reply.Success("1", page)))
                .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"rows\":[\"a\"]}}}");
        rows.add("b");
        assertThat(write(new Reply.Success("x", page), new Reply.Success("y", new Page(rows, new Written()))))
                .isEqualTo("{\"x\":{\"success\":true,\"params\":{\"rows\":[\"a\"]}},"
                        + "\"y\":{\"success\":true,\"params\":{\"rows\":[\"a\",\"b\"]}}}");
    }

    @Test
    void a_failure_pairs_codes_with_messages() {
        Reply failure = new Reply.Failure(
                "1", List.of(new Problem(ErrorCode.BAD_PARAMETER, "a"), new Problem(ErrorCode.NOT_FOUND, "b")));

        assertThat(write(failure))
                .isEqualTo(
                        "{\"1\":{\"success\":false,\"errorCodes\":[-99003,-90008],\"errorMessages\":[\"a\",\"b\"]}}");
    }

    @Test
    void what_a_device_answered_is_told_with_its_own_number() {
        CommandException failed = CommandException.ofDevice(19, "fail and such");

        assertThat(write(new Reply.Failure("1", failed.problems())))
                .isEqualTo("{\"1\":{\"success\":false,\"errorCodes\":[19],\"errorMessages\":[\"fail and such\"]}}");
        assertThat(failed.problems()).extracting(Problem::code).containsExactly(ErrorCode.DEVICE);
    }

    @Test
    void a_message_that_failed_as_a_whole_is_told_at_the_root() {
        byte[] bytes = writer.writeRootFailure(new CommandException(ErrorCode.MALFORMED_MESSAGE, "no"));

        assertThat(new String(bytes, UTF_8))
                .isEqualTo("{\"success\":false,\"errorCodes\":[-99001],\"errorMessages\":[\"no\"]}");
    }

    @Test
    void text_leaves_as_raw_utf8_and_numbers_as_they_came() {
        String params = "{\"t\":\"ä/€😀\",\"n\":21.500000,\"big\":12345678901234567890}";
        byte[] message = ("{\"1\":{\"command\":\"diag.echo\",\"params\":" + params + "}}").getBytes(UTF_8);
        Request request = (Request)
                new EnvelopeReader(Limits.DEFAULT).read(message).entries().get(0);

        assertThat(write(new Reply.Success("1", request.arguments().asIs())))
                .isEqualTo("{\"1\":{\"success\":true,\"params\":" + params + "}}");
    }

    private String write(Reply... replies) {
        return new String(
                writer.write(Arrays.stream(replies).map(writer::encode).toList()), UTF_8);
    }
}
