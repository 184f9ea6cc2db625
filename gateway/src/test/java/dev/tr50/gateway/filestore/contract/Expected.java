package dev.tr50.gateway.filestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** What the body of an answer has to be. */
final class Expected {
    private static final JsonMapper JSON = new JsonMapper();

    private Expected() {}

    /** An object with the one member {@code error}, on a line of its own, which begins with the text. */
    static Consumer<Reply> error(String text) {
        return reply -> {
            assertThat(reply.header("Content-Type")).hasValue("application/json");
            assertThat(reply.text()).endsWith("}\n");
            JsonNode answer = parse(reply.text());
            assertThat(answer.fieldNames()).toIterable().containsExactly("error");
            assertThat(answer.get("error").isTextual()).isTrue();
            assertThat(answer.get("error").asText()).startsWith(text);
        };
    }

    /** An object with the one member {@code error}, whatever it says. */
    static Consumer<Reply> anyError() {
        return error("")
                .andThen(reply ->
                        assertThat(parse(reply.text()).get("error").asText()).isNotBlank());
    }

    /** A file record without custom attributes. The time is compared as it is printed. */
    static Consumer<Reply> record(String name, String fileClass, String format, String time) {
        return reply -> {
            assertThat(reply.header("Content-Type")).hasValue("application/json");
            assertThat(reply.text().strip()).isEqualTo(line(name, fileClass, format, time));
        };
    }

    /** The same with a time that the gateway chose. */
    static Consumer<Reply> record(String name, String fileClass, String format) {
        return reply -> {
            JsonNode answer = parse(reply.text());
            assertThat(answer.fieldNames()).toIterable().containsExactly("name", "class", "format", "time");
            assertThat(answer.get("name").asText()).isEqualTo(name);
            assertThat(answer.get("class").asText()).isEqualTo(fileClass);
            assertThat(answer.get("format").asText()).isEqualTo(format);
            assertThat(answer.get("time").isNumber()).isTrue();
        };
    }

    /** A file record as it stands in answers. */
    static String line(String name, String fileClass, String format, String time) {
        return "{\"name\":\"%s\",\"class\":\"%s\",\"format\":\"%s\",\"time\":%s}"
                .formatted(name, fileClass, format, time);
    }

    static Consumer<Reply> json(String text) {
        return reply -> assertThat(parse(reply.text())).isEqualTo(parse(text));
    }

    /** The bytes of a file, with the length of all of them. */
    static Consumer<Reply> bytes(String content) {
        return reply -> {
            assertThat(reply.text()).isEqualTo(content);
            assertThat(reply.header("Content-Type")).hasValue("application/octet-stream");
            assertThat(reply.header("Content-Length")).hasValue(Integer.toString(reply.body().length));
        };
    }

    static Consumer<Reply> nothing() {
        return reply -> assertThat(reply.body()).isEmpty();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
