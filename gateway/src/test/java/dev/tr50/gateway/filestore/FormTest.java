package dev.tr50.gateway.filestore;

import static dev.tr50.gateway.filestore.FormText.file;
import static dev.tr50.gateway.filestore.FormText.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private static final long LENGTH = 2 << 20;

    /** What came of a form: the bytes of its file and whether it was complete. */
    private static final class Reading {
        private final Buffer bytes = Buffer.buffer();
        private final Form form;
        private String fileName;

        Reading(Pieces body) {
            form = new Form(body, FormText.BOUNDARY, LENGTH);
            form.file().onSuccess(this::take);
        }

        private void take(Optional<FilePart> file) {
            file.ifPresent(part -> {
                fileName = part.fileName();
                part.handler(bytes::appendBuffer);
                part.resume();
            });
        }

        HttpRefused refusal() {
            assertThat(form.fields().cause()).isInstanceOf(HttpRefused.class);
            return (HttpRefused) form.fields().cause();
        }
    }

    private static Reading read(String body, int... cuts) {
        return new Reading(new Pieces(body.getBytes(UTF_8), cuts));
    }

    private static HttpRefused refusal(String body) {
        return read(body).refusal();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a\r",
                "\r",
                "a\n",
                "\r\n",
                "\r\n\r",
                "a\r\r",
                "\r\n--",
                "\r\n-------",
                "-",
                "--",
                "--x",
                "-\n--",
                "\n",
                "\n--",
                "x--" + FormText.BOUNDARY
            })
    void a_file_arrives_unchanged_wherever_the_network_cuts_its_form(String content) {
        String body = form().field("time", "5")
                .part("name=\"file\"; filename=\"a,b;c=d:e.csv\"", content)
                .field("metadata", "{\"class\":\"image\"}")
                .text();
        for (int cut = 1; cut < body.length(); cut++) {
            Reading reading = read(body, cut);

            assertThat(reading.bytes.toString()).as("cut at %d", cut).isEqualTo(content);
            assertThat(reading.fileName).isEqualTo("a,b;c=d:e.csv");
            assertThat(reading.form.fields().result().metadata())
                    .isEqualTo(new Metadata(null, "image", null, 5.0, null));
        }
    }

    @Test
    void a_form_may_come_byte_by_byte() {
        String body = file("a.bin", "\r\n--x\r\n").text();
        int[] everywhere = new int[body.length() - 1];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i + 1;
        }

        assertThat(read(body, everywhere).bytes.toString()).isEqualTo("\r\n--x\r\n");
    }

    @Test
    void a_form_that_ends_anywhere_before_its_last_boundary_is_refused() {
        String body = form().field("time", "5")
                .part("name=\"file\"; filename=\"a.csv\"", "1,2")
                .field("metadata", "{}")
                .text();
        int end = body.length() - "\r\n".length();
        for (int length = 0; length < end; length++) {
            HttpRefused refused = refusal(body.substring(0, length));

            assertThat(refused.status()).as("%d of %d bytes", length, end).isEqualTo(400);
            assertThat(refused).hasMessageStartingWith("malformed entity specification");
        }
        assertThat(read(body.substring(0, end)).form.fields().succeeded()).isTrue();
    }

    @Test
    void what_stands_before_the_first_boundary_and_after_the_last_one_does_not_count() {
        Reading reading = read("hello\r\n" + file("a.csv", "1,2").text() + "\r\nbye\r\n");

        assertThat(reading.bytes.toString()).isEqualTo("1,2");
        assertThat(reading.form.fields().succeeded()).isTrue();
    }

    @Test
    void a_form_without_a_file_has_its_fields() {
        Reading reading = read(form().field("metadata", "{\"format\":\"csv\"}").text());

        assertThat(reading.form.file().result()).isEmpty();
        assertThat(reading.form.fields().result().metadata().format()).isEqualTo("csv");
    }

    @Test
    void the_first_of_several_parts_with_one_name_counts() {
        Reading reading = read(file("a.csv", "first")
                .part("name=\"file\"; filename=\"b.csv\"", "second")
                .field("metadata", "{\"class\":\"x\"}")
                .field("metadata", "{\"class\":\"y\"}")
                .field("time", "1")
                .field("time", "2")
                .text());

        assertThat(reading.bytes.toString()).isEqualTo("first");
        assertThat(reading.form.fields().result().metadata()).isEqualTo(new Metadata(null, "x", null, 1.0, null));
    }

    @Test
    void the_body_stands_still_until_the_file_is_read() {
        Pieces body = new Pieces(file("a.csv", "1,2").text().getBytes(UTF_8), 30, 60, 90, 120, 150, 160, 170);
        Form form = new Form(body, FormText.BOUNDARY, LENGTH);
        Future<Optional<FilePart>> file = form.file();

        assertThat(file.result()).isPresent();
        assertThat(body.isPaused()).isTrue();
        assertThat(form.fields().isComplete()).isFalse();

        file.result().orElseThrow().resume();
        assertThat(form.fields().succeeded()).isTrue();
    }

    @Test
    void a_file_is_not_at_its_end_before_it_is_told_so() {
        Pieces body = new Pieces(file("a.csv", "1,2").text().getBytes(UTF_8));
        FilePart part =
                new Form(body, FormText.BOUNDARY, LENGTH).file().result().orElseThrow();
        Buffer ends = Buffer.buffer();
        part.endHandler(end -> ends.appendString("end"));
        part.resume();
        assertThat(ends.toString()).isEmpty();

        part.end();
        part.resume();
        assertThat(ends.toString()).isEqualTo("end");
    }

    @Test
    void a_wrong_field_ends_a_form_at_once() {
        Pieces body = new Pieces(
                (form().field("metadata", "[1]").open() + file("a.csv", "1,2").text()).getBytes(UTF_8));
        Form form = new Form(body, FormText.BOUNDARY, LENGTH);

        assertThat(form.file().cause()).hasMessage("malformed entity specification: not a JSON object");
    }

    @Test
    void a_plain_field_is_no_file() {
        assertThat(refusal(form().field("file", "1,2").text()).status()).isEqualTo(400);
    }

    @Test
    void fields_are_not_gathered_without_end() {
        assertThat(refusal(form().field("metadata", " ".repeat(64 * 1024 + 1)).text())
                        .status())
                .isEqualTo(413);
        assertThat(read(form().field("metadata", " ".repeat(64 * 1024)).text())
                        .form
                        .fields()
                        .succeeded())
                .isTrue();
    }

    @Test
    void parts_are_not_read_without_end() {
        FormText many = form();
        for (int i = 0; i < 101; i++) {
            many.field("x" + i, "y");
        }

        assertThat(refusal(many.text()).status()).isEqualTo(400);
    }

    @Test
    void headers_of_a_part_are_not_read_without_end() {
        assertThat(refusal(file("a".repeat(9000), "1,2").text()).status()).isEqualTo(400);
    }

    @Test
    void what_stands_beside_the_file_has_an_end_and_the_file_has_none() {
        String mebibyte = "x".repeat(1 << 20);

        assertThat(read(file("a.csv", mebibyte + mebibyte).text()).form.fields().succeeded())
                .isTrue();
        assertThat(refusal(file("a.csv", "1,2")
                                .part("name=\"file\"; filename=\"b\"", mebibyte)
                                .text())
                        .status())
                .isEqualTo(413);
        assertThat(refusal(file("a.csv", "1,2").text() + mebibyte).status()).isEqualTo(413);
    }

    @Test
    void the_length_of_a_form_tells_how_long_its_file_is_at_least() {
        assertThat(new Form(new Pieces(new byte[0]), "b", 1000).leastFileBytes())
                .isZero();
        assertThat(new Form(new Pieces(new byte[0]), "b", (3 << 20) + 7).leastFileBytes())
                .isEqualTo((2 << 20) + 7);
        assertThat(new Form(new Pieces(new byte[0]), "b", RequestBody.UNKNOWN_LENGTH).leastFileBytes())
                .isZero();
    }

    @Test
    void a_client_that_leaves_is_told_apart() {
        Pieces body = new Pieces(file("a.csv", "1,2").text().getBytes(UTF_8));
        Form form = new Form(body, FormText.BOUNDARY, LENGTH);
        form.file();

        body.breakOff(new IOException("Connection reset by peer"));

        assertThat(form.fields().cause()).isInstanceOf(ClientLeftException.class);
    }
}
