package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where class, format, time and attributes of an uploaded file come from. */
class DescriptionTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String ZEROS_308 =
            "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "jpg,image",
        "jpeg,image",
        "png,image",
        "svg,image",
        "pdf,document",
        "csv,document",
        "txt,document",
        "doc,document",
        "docx,document",
        "xls,document",
        "xlsx,document",
        "ppt,document",
        "pptx,document",
        "odt,document",
        "odf,document",
        "odp,document",
        "ods,document",
        "xps,document",
        "json,document",
        "ifc,bim",
        "e57,pointcloud",
        "bin,binary",
        "exe,binary",
        "tar.gz,binary",
    })
    void the_class_follows_from_the_format_and_the_format_from_the_name(String extension, String fileClass) {
        Device device = FILES.device();
        String name = "A." + extension.toUpperCase(java.util.Locale.ROOT);

        Reply reply = FILES.send(post("/files").as(device.key()).form(Form.file(name, "x")))
                .expect(201);

        Expected.record(name, fileClass, extension.substring(extension.lastIndexOf('.') + 1))
                .accept(reply);
    }

    /** By metadata part, what the record says in its place; {@code <now>} where the gateway chooses the time. */
    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("", "\"class\":\"document\",\"format\":\"csv\",\"time\":<now>"),
                Arguments.of("null", "\"class\":\"document\",\"format\":\"csv\",\"time\":<now>"),
                Arguments.of(" {} ", "\"class\":\"document\",\"format\":\"csv\",\"time\":<now>"),
                Arguments.of("{\"time\":0}", "\"class\":\"document\",\"format\":\"csv\",\"time\":0.0"),
                Arguments.of("{\"time\":-3}", "\"class\":\"document\",\"format\":\"csv\",\"time\":-3.0"),
                Arguments.of("{\"time\":1.7e9}", "\"class\":\"document\",\"format\":\"csv\",\"time\":1700000000.0"),
                Arguments.of(
                        "{\"time\":1710000000.123456}",
                        "\"class\":\"document\",\"format\":\"csv\",\"time\":1710000000.123456"),
                Arguments.of("{\"time\":0.0000001}", "\"class\":\"document\",\"format\":\"csv\",\"time\":0.0000001"),
                Arguments.of(
                        "{\"class\":\"any thing\",\"format\":\"Ünl\",\"time\":1}",
                        "\"class\":\"any thing\",\"format\":\"Ünl\",\"time\":1.0"),
                Arguments.of("{\"class\":\"image\",\"time\":1}", "\"class\":\"image\",\"format\":\"csv\",\"time\":1.0"),
                Arguments.of(
                        "{\"name\":\"a.csv\",\"time\":1}", "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0"),
                Arguments.of(
                        "{\"sensor\":\"temperature\",\"time\":1}",
                        "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0,\"metadata\":{\"sensor\":\"temperature\"}"),
                Arguments.of(
                        "{\"metadata\":{\"b\":1,\"a\":{\"x\":[1,null,\"\\u0000\"]}},\"time\":1}",
                        "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0,\"metadata\":{\"b\":1,\"a\":{\"x\":[1,null,\"\\u0000\"]}}"),
                Arguments.of(
                        "{\"k\":\"outer\",\"metadata\":{\"k\":\"nested\"},\"time\":1}",
                        "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0,\"metadata\":{\"k\":\"nested\"}"),
                Arguments.of("{\"metadata\":{},\"time\":1}", "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0"),
                Arguments.of(
                        "{\"n\":9007199254740993,\"d\":0.1000000000000000055511151231257827,\"time\":1}",
                        "\"class\":\"document\",\"format\":\"csv\",\"time\":1.0,\"metadata\":"
                                + "{\"n\":9007199254740993,\"d\":0.1000000000000000055511151231257827}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void forms(String metadata, String record) throws Exception {
        Device device = FILES.device();
        double before = seconds();

        String answer = FILES.send(post("/files")
                        .as(device.key())
                        .form(Form.file("a.csv", "1").metadata(metadata)))
                .expect(201)
                .text()
                .strip();

        String time = answer.replaceFirst(".*\"time\":([^,}]*).*", "$1");
        assertThat(answer).isEqualTo("{\"name\":\"a.csv\"," + record.replace("<now>", time) + "}");
        if (record.contains("<now>")) {
            assertThat(Double.parseDouble(time)).isBetween(before - 0.001, seconds() + 0.001);
            assertThat(time).matches("\\d+\\.\\d+");
        }
        assertThat(FILES.send(get("/files").as(device.key())).expect(200).text())
                .as("the same in the list")
                .contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{bad",
                "[1]",
                "\"text\"",
                "7",
                "true",
                "{} {}",
                "{\"time\":1,\"time\":2",
                "{\"class\":1}",
                "{\"class\":\"\"}",
                "{\"class\":{}}",
                "{\"format\":[]}",
                "{\"format\":\"\"}",
                "{\"time\":\"1710000000\"}",
                "{\"time\":\"abc\"}",
                "{\"time\":true}",
                "{\"time\":NaN}",
                "{\"time\":1e999}",
                "{\"metadata\":[1]}",
                "{\"metadata\":\"text\"}",
                "{\"name\":\"b.csv\"}",
            })
    void metadata_that_makes_no_sense_is_refused_and_nothing_is_stored(String metadata) {
        refused(Form.file("a.csv", "1").metadata(metadata));
    }

    @Test
    void a_class_or_format_is_at_most_254_characters() {
        refused(Form.file("a.csv", "1").metadata("{\"class\":\"" + "x".repeat(255) + "\"}"));
        refused(Form.file("a.csv", "1").metadata("{\"format\":\"" + "x".repeat(255) + "\"}"));
        String longest = "é".repeat(254);
        FILES.send(post("/files")
                        .as(FILES.device().key())
                        .form(Form.file("a.csv", "1")
                                .metadata("{\"class\":\"" + longest + "\",\"format\":\"" + longest + "\"}")))
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "NaN", "Infinity", "1e999", "1,5", "0x10", "1f"})
    void a_time_part_that_is_no_number_is_refused(String time) {
        refused(Form.file("a.csv", "1").time(time));
    }

    @Test
    void the_time_of_the_metadata_comes_before_that_of_its_own_part() throws Exception {
        JsonNode both = FILES.send(post("/files")
                        .as(FILES.device().key())
                        .form(Form.file("a.csv", "1").time("5").metadata("{\"time\":7}")))
                .expect(201)
                .json();

        assertThat(both.get("time").asDouble()).isEqualTo(7);
    }

    @Test
    void what_is_wrong_with_metadata_is_told_in_words_for_people() {
        told("{\"a\":[1,\n 2", "not JSON at line 2, column ");
        told("{\"a\":" + "[".repeat(30_000), "more than 100 levels deep");
        told("{\"class\":\"\\ud800\"}", "half a surrogate pair is no text");
    }

    private static void told(String metadata, String text) {
        error("malformed entity specification: " + text)
                .accept(FILES.send(post("/files")
                                .as(FILES.device().key())
                                .form(Form.file("a.csv", "1").metadata(metadata)))
                        .expect(400));
    }

    @Test
    void numbers_of_any_size_are_kept_as_they_were_written() {
        Device device = FILES.device();
        String attributes = "{\"a\":1e999999999,\"b\":1E-999999999,\"c\":" + "9".repeat(5000) + ",\"d\":1.00}";
        FILES.send(post("/files").as(device.key()).form(Form.file("a.csv", "1").metadata(attributes)))
                .expect(201);

        assertThat(FILES.send(get("/files").as(device.key())).expect(200).text())
                .contains(attributes);
    }

    @ParameterizedTest
    @CsvSource({
        "1e16, 10000000000000000.0",
        "1e308, 1" + ZEROS_308 + ".0",
        "-0.0, 0.0",
        "1e-999999999, 0.0",
        "0.1, 0.1",
    })
    void a_time_is_printed_without_an_exponent(String given, String printed) {
        Expected.record("a.csv", "document", "csv", printed)
                .accept(FILES.send(post("/files")
                                .as(FILES.device().key())
                                .form(Form.file("a.csv", "1").metadata("{\"time\":" + given + "}")))
                        .expect(201));
    }

    @Test
    void more_metadata_than_anybody_needs_is_refused() {
        Device device = FILES.device();
        Reply reply = FILES.send(post("/files")
                .as(device.key())
                .form(Form.file("a.csv", "1").metadata("{\"a\":\"" + "x".repeat(70_000) + "\"}")));

        assertThat(reply.status()).as(reply::toString).isIn(400, 413);
        assertThat(FILES.names(device)).isEmpty();
    }

    private static void refused(Form form) {
        Device device = FILES.device();
        error("malformed entity specification")
                .accept(FILES.send(post("/files").as(device.key()).form(form)).expect(400));
        assertThat(FILES.names(device)).isEmpty();
    }

    private static double seconds() {
        return Instant.now().toEpochMilli() / 1000.0;
    }
}
