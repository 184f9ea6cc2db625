package dev.tr50.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.protocol.Envelope.Request;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamTest {
    private static final Param<Integer> LIMIT = Param.integer("limit", "");
    private static final Param<Long> CRC32 = Param.uint32("crc32", "");
    private static final Param<Boolean> GLOBAL = Param.flag("global", "");
    private static final Param<Double> LAT = Param.number("lat", "");
    private static final Param<Instant> TS = Param.time("ts", "");
    private static final Param<String> VALUE = Param.textOf("value", "");
    private static final Param<List<String>> TAGS = Param.strings("tags", "");
    private static final Param<String> NAME = Param.string("fileName", "").required();
    private static final Param<String> BASIC_USER = Param.object(
            "basicAuth", "", members -> members.get(Param.string("username", "").required()));

    @ParameterizedTest
    @CsvSource({"2,2", "2.000000,2", "2e0,2", "20e-1,2", "-1,-1", "2147483647,2147483647"})
    void whole_numbers_may_be_written_as_reals(String json, int value) {
        assertThat(arguments("{\"limit\":" + json + "}").get(LIMIT)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "1e999999999", "-1e999999999", "1e-999999999", "2147483648", "\"2\"", "true", "{}"})
    void what_is_no_whole_number_in_range_is_refused_by_name(String json) {
        assertThat(refusal("{\"limit\":" + json + "}", LIMIT)).startsWith("limit must be an integer");
    }

    @ParameterizedTest
    @CsvSource({"21.5,21.5", "3,3", "1e-999999999,0", "-2.000000,-2"})
    void numbers_are_read_as_precisely_as_a_double_can(String json, double value) {
        assertThat(arguments("{\"lat\":" + json + "}").get(LAT)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"21.5\"", "true", "1e400", "-1e999999999", "[1]"})
    void what_is_no_number_is_refused(String json) {
        assertThat(refusal("{\"lat\":" + json + "}", LAT)).startsWith("lat must be a number");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z, 2026-01-01T12:00:00Z",
        "2026-01-01T12:00:00.5Z, 2026-01-01T12:00:00.500Z",
        "2026-01-01T12:00:00.123456789Z, 2026-01-01T12:00:00.123456789Z",
        "2026-01-01T12:00:00.000412+00:00, 2026-01-01T12:00:00.000412Z",
        "2026-01-01T12:00:00-05:30, 2026-01-01T17:30:00Z",
        "2026-01-01t12:00:00z, 2026-01-01T12:00:00Z"
    })
    void times_have_an_offset_and_any_number_of_fraction_digits(String text, Instant time) {
        assertThat(arguments("{\"ts\":\"" + text + "\"}").get(TS)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-01-01T15:19::21\"",
                "\"2026-01-01T12:00:00\"",
                "\"2026-01-01\"",
                "\"2026-02-30T12:00:00Z\"",
                "\"2026-01-01T12:00Z\"",
                "\"2026-01-01T24:00:00Z\"",
                "\"9999-12-31T23:59:59-01:00\"",
                "1767225600",
                "\"\""
            })
    void what_is_no_time_is_refused(String json) {
        assertThat(refusal("{\"ts\":" + json + "}", TS)).startsWith("ts must be a time");
    }

    @ParameterizedTest
    @CsvSource({"'\"x\"',x", "'\"\"',''", "3.0,3.0", "true,true"})
    void text_may_be_written_as_a_number_or_boolean(String json, String value) {
        assertThat(arguments("{\"value\":" + json + "}").get(VALUE)).isEqualTo(value);
    }

    @Test
    void null_can_be_told_from_absent_where_it_means_something() {
        assertThat(arguments("{\"value\":null}").isNull(VALUE)).isTrue();
        assertThat(arguments("{\"value\":\"\"}").isNull(VALUE)).isFalse();
        assertThat(arguments("{}").isNull(VALUE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "4294967295,4294967295", "3.632234e+9,3632234000"})
    void a_checksum_is_unsigned(String json, long value) {
        assertThat(arguments("{\"crc32\":" + json + "}").get(CRC32)).isEqualTo(value);
    }

    @Test
    void a_negative_checksum_is_refused() {
        assertThat(refusal("{\"crc32\":-1}", CRC32)).contains("from 0 to 4294967295");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "false,false", "'\"true\"',true", "'\"false\"',false", "null,false"})
    void booleans_may_be_written_as_text(String json, boolean value) {
        assertThat(arguments("{\"global\":" + json + "}").get(GLOBAL)).isEqualTo(value);
    }

    @Test
    void null_is_the_same_as_absent() {
        Arguments arguments = arguments("{\"limit\":null,\"tags\":null}");

        assertThat(arguments.get(LIMIT)).isNull();
        assertThat(arguments.get(TAGS)).isEmpty();
        assertThat(refusal("{\"fileName\":null}", NAME)).isEqualTo("fileName is required (string)");
    }

    @Test
    void a_list_names_the_element_that_is_wrong() {
        assertThat(refusal("{\"tags\":[\"a\",1]}", TAGS)).isEqualTo("tags[1] must be a string");
        assertThat(refusal("{\"tags\":\"a\"}", TAGS)).isEqualTo("tags must be an array of strings");
    }

    @Test
    void an_inner_object_names_its_members_by_path() {
        assertThat(refusal("{\"basicAuth\":{\"username\":1}}", BASIC_USER))
                .isEqualTo("basicAuth.username must be a string");
    }

    @Test
    void every_wrong_parameter_is_told_in_one_refusal() {
        Arguments arguments = arguments("{\"limit\":\"x\",\"tags\":3}");
        arguments.get(LIMIT);
        arguments.get(TAGS);
        arguments.get(NAME);

        CommandException refusal = catchThrowableOfType(CommandException.class, arguments::refuseIfWrong);

        assertThat(refusal.problems())
                .extracting(CommandException.Problem::message)
                .containsExactly(
                        "limit must be an integer",
                        "tags must be an array of strings",
                        "fileName is required (string)");
    }

    @Test
    void what_nobody_declared_is_ignored() {
        Arguments arguments = arguments("{\"limit\":2,\"unheardOf\":{\"deep\":[1]}}");
        arguments.get(LIMIT);

        arguments.refuseIfWrong();
        assertThat(arguments.areFine()).isTrue();
    }

    @Property
    void every_integer_is_read_as_it_was_written(@ForAll int value) {
        assertThat(arguments("{\"limit\":" + value + "}").get(LIMIT)).isEqualTo(value);
        assertThat(arguments("{\"limit\":" + value + ".000}").get(LIMIT)).isEqualTo(value);
    }

    private static Arguments arguments(String params) {
        byte[] message = ("{\"1\":{\"command\":\"a\",\"params\":" + params + "}}").getBytes(UTF_8);
        return ((Request) new EnvelopeReader(Limits.DEFAULT)
                        .read(message)
                        .entries()
                        .get(0))
                .arguments();
    }

    private static String refusal(String params, Param<?> param) {
        Arguments arguments = arguments(params);
        arguments.get(param);
        return catchThrowableOfType(CommandException.class, arguments::refuseIfWrong)
                .getMessage();
    }
}
