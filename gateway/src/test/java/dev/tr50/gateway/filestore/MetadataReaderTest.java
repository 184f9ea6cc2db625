package dev.tr50.gateway.filestore;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.FileDescription;
import dev.tr50.storage.FileDescriptionChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataReaderTest {

    private static Metadata part(String json) {
        return MetadataReader.ofPart(json.getBytes(UTF_8)).orElseThrow();
    }

    private static String attributes(String json) {
        return part(json).attributes();
    }

    @Test
    void class_format_and_time_speak_of_the_file() {
        assertThat(part("{\"class\":\"document\",\"format\":\"csv\",\"time\":1710000000.0}"))
                .isEqualTo(new Metadata(null, "document", "csv", 1710000000.0, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\r\n", "null", " null "})
    void an_empty_part_says_nothing(String json) {
        assertThat(MetadataReader.ofPart(json.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void members_that_are_null_say_nothing() {
        assertThat(part("{\"class\":null,\"format\":null,\"time\":null,\"name\":null,\"metadata\":null}"))
                .isEqualTo(Metadata.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "{\"sensor\":\"temperature\"} ~ {\"sensor\":\"temperature\"}",
                "{\"metadata\":{\"k\":1}} ~ {\"k\":1}",
                "{\"metadata\":{}} ~ {}",
                "{\"a\":1,\"metadata\":{\"b\":2},\"c\":3} ~ {\"a\":1,\"b\":2,\"c\":3}",
                "{\"a\":1,\"metadata\":{\"a\":2}} ~ {\"a\":2}",
                "{\"metadata\":{\"a\":2},\"a\":1} ~ {\"a\":2}",
                "{\"metadata\":{\"class\":\"c\",\"time\":\"t\",\"metadata\":0}} ~ {\"class\":\"c\",\"time\":\"t\",\"metadata\":0}",
                "{\"a\":1,\"a\":2} ~ {\"a\":2}",
                "{\"z\":{\"y\":[1,{\"x\":null}],\"a\":true},\"b\":false} ~ {\"z\":{\"y\":[1,{\"x\":null}],\"a\":true},\"b\":false}"
            })
    void everything_else_is_an_attribute_and_the_inner_ones_win(String json, String attributes) {
        assertThat(attributes(json)).isEqualTo(attributes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":9007199254740993}",
                "{\"n\":123456789012345678901234567890}",
                "{\"n\":1e400}",
                "{\"n\":-0}",
                "{\"n\":1.10}",
                "{\"n\":1E+2}",
                "{\"n\":0.1000000000000000055511151231257827}",
                "{\"s\":\"\\u0000\"}",
                "{\"s\":\"ü😀\\\"\\\\/\"}",
                "{\"\":\"no name\"}",
                "{\"o\":{\"k\":1,\"k\":2}}"
            })
    void attributes_are_kept_to_the_last_digit(String json) {
        assertThat(attributes(json)).isEqualTo(json);
    }

    @Test
    void white_space_and_escapes_that_mean_nothing_are_not_kept() {
        assertThat(attributes("{ \"a\" : [ 1 ,\n2 ] , \"\\u0062\" : \"\\u00fc\\ud83d\\ude00\" }"))
                .isEqualTo("{\"a\":[1,2],\"b\":\"ü😀\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{bad",
                "{",
                "[1]",
                "1",
                "\"a\"",
                "nul",
                "{} {}",
                "{}x",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\u0001\"}",
                "{\"time\":\"5\"}",
                "{\"time\":1e400}",
                "{\"time\":true}",
                "{\"time\":[]}",
                "{\"class\":1}",
                "{\"class\":\"\"}",
                "{\"class\":\"a\\u0000b\"}",
                "{\"format\":{}}",
                "{\"format\":\"\\ud800\"}",
                "{\"name\":1}",
                "{\"metadata\":1}",
                "{\"metadata\":[]}",
                "{\"s\":\"\\ud800\"}",
                "{\"\\udc00\":1}"
            })
    void what_is_no_such_object_is_refused(String json) {
        HttpRefused refused = catchThrowableOfType(HttpRefused.class, () -> part(json));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused).hasMessageStartingWith("malformed entity specification: ");
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        byte[] otherEncoding = "{}".getBytes(UTF_16);
        byte[] noText = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};

        assertThat(catchThrowableOfType(HttpRefused.class, () -> MetadataReader.ofPart(otherEncoding)))
                .isNotNull();
        assertThat(catchThrowableOfType(HttpRefused.class, () -> MetadataReader.ofPart(noText)))
                .isNotNull();
    }

    @Test
    void nesting_has_an_end() {
        String deep = "{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}";
        String deeper = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertThat(attributes(deep)).isEqualTo(deep);
        assertThat(catchThrowableOfType(HttpRefused.class, () -> part(deeper))).isNotNull();
    }

    @Test
    void words_have_at_most_254_characters() {
        assertThat(part("{\"class\":\"" + "x".repeat(254) + "\"}").fileClass()).hasSize(254);
        assertThat(catchThrowableOfType(HttpRefused.class, () -> part("{\"class\":\"" + "x".repeat(255) + "\"}")))
                .isNotNull();
    }

    @Test
    void members_that_a_whole_body_does_not_need_are_ignored() {
        assertThat(MetadataReader.ofBody("{\"id\":{\"a\":[1]},\"time\":5.5,\"metadata\":{\"k\":1}}".getBytes(UTF_8)))
                .isEqualTo(new Metadata(null, null, null, 5.5, "{\"k\":1}"));
        assertThat(catchThrowableOfType(HttpRefused.class, () -> MetadataReader.ofBody(new byte[0])))
                .isNotNull();
        assertThat(catchThrowableOfType(HttpRefused.class, () -> MetadataReader.ofBody("null".getBytes(UTF_8))))
                .isNotNull();
    }

    @Test
    void a_name_must_be_that_of_the_file() {
        Metadata named = part("{\"name\":\"a.csv\"}");

        assertThat(named.of("a.csv")).isSameAs(named);
        assertThat(catchThrowableOfType(HttpRefused.class, () -> named.of("b.csv"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_new_file_gets_what_is_usual_where_nothing_is_said() {
        assertThat(Metadata.NONE.describe("a.CSV", 7)).isEqualTo(new FileDescription("document", "csv", 7, null));
        assertThat(part("{\"class\":\"c\",\"format\":\"f\",\"time\":1,\"metadata\":{}}")
                        .describe("a.csv", 7))
                .isEqualTo(new FileDescription("c", "f", 1, null));
        assertThat(part("{\"k\":1}").describe("a", 7)).isEqualTo(new FileDescription("binary", "bin", 7, "{\"k\":1}"));
    }

    @Test
    void a_change_tells_no_attributes_from_nothing_said() {
        assertThat(Metadata.NONE.change()).isEqualTo(FileDescriptionChange.NONE);
        assertThat(part("{\"metadata\":{}}").change().attributes()).isEqualTo("{}");
    }
}
