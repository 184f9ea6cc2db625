package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Expected.record;
import static dev.tr50.gateway.filestore.contract.Form.file;
import static dev.tr50.gateway.filestore.contract.Row.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code POST /files} answers, and what is there afterwards. */
class UploadAnswersTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String MALFORMED = "malformed entity specification";
    private static final byte[] JSON = "{\"name\":\"a.csv\"}".getBytes(UTF_8);
    private static final Form WHOLE = file("a.csv", "1,2");

    static Stream<Row> accepted() {
        return Stream.of(
                row("a file alone", upload(file("a.csv", "1,2")), 201, record("a.csv", "document", "csv")),
                row("json", upload(file("c.json", "{}")), 201, record("c.json", "document", "json")),
                row("no extension", upload(file("README", "x")), 201, record("README", "binary", "bin")),
                row("capitals", upload(file("UP.CSV", "x")), 201, record("UP.CSV", "document", "csv")),
                row("an empty file", upload(file("e.csv", "")), 201, record("e.csv", "document", "csv")),
                row(
                        "a time of its own part",
                        upload(file("a.csv", "1").time("1700000000.25")),
                        201,
                        record("a.csv", "document", "csv", "1700000000.25")),
                row("an empty time part", upload(file("a.csv", "1").time("")), 201, record("a.csv", "document", "csv")),
                row(
                        "a second file part is passed over",
                        upload(file("a.csv", "first").andFile("b.csv", "second")),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "parts nobody knows are passed over",
                        upload(file("a.csv", "1").field("colour", "blue").andFile("x", "y")),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "the content type of the part says nothing",
                        upload(Form.empty()
                                .part(
                                        "Content-Type: image/png\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"",
                                        "1".getBytes(UTF_8))),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "a boundary in quotes",
                        post("/files").body(WHOLE.contentType().replaceFirst("=(.*)", "=\"$1\""), WHOLE.bytes()),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "a content type in other letters",
                        post("/files")
                                .body(
                                        WHOLE.contentType().replace("multipart/form-data; b", "Multipart/Form-Data;B"),
                                        WHOLE.bytes()),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "lines before and after the form",
                        post("/files")
                                .body(
                                        WHOLE.contentType(),
                                        ("before\r\n" + new String(WHOLE.bytes(), UTF_8) + "after").getBytes(UTF_8)),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "a file name without quotes",
                        upload(Form.empty()
                                .part(
                                        "content-disposition: Form-Data; Name=file; Filename=a.csv",
                                        "1".getBytes(UTF_8))),
                        201,
                        record("a.csv", "document", "csv")),
                row(
                        "metadata before the file",
                        upload(Form.empty().metadata("{\"time\":5}").andFile("a.csv", "1")),
                        201,
                        record("a.csv", "document", "csv", "5.0")));
    }

    static Stream<Row> refused() {
        return Stream.of(
                row("no file part", upload(Form.empty().metadata("{}")), 400, error(MALFORMED)),
                row("thousands of parts", upload(parts(20_000).andFile("a.csv", "1")), 400, error(MALFORMED)),
                row(
                        "a part with endless headers",
                        upload(Form.empty().part("X: " + "y".repeat(200_000), new byte[1])),
                        400,
                        error(MALFORMED)),
                row(
                        "a form of another kind",
                        post("/files").body(WHOLE.contentType().replace("form-data", "mixed"), WHOLE.bytes()),
                        415,
                        error("unsupported content type")),
                row("no part at all", upload(Form.empty()), 400, error(MALFORMED)),
                row("file as a plain field", upload(Form.empty().field("file", "1,2")), 400, error(MALFORMED)),
                row("an empty file name", upload(file("", "1,2")), 400, error("missing file name")),
                row("metadata cut off", upload(file("a.csv", "1").metadata("{bad")), 400, error(MALFORMED)),
                row("metadata a list", upload(file("a.csv", "1").metadata("[1]")), 400, error(MALFORMED)),
                row("time no number", upload(file("a.csv", "1").time("abc")), 400, error(MALFORMED)),
                row(
                        "a JSON body",
                        post("/files").body("application/json", JSON),
                        415,
                        error("unsupported content type")),
                row(
                        "a form of the other kind",
                        post("/files").body("application/x-www-form-urlencoded", "file=a".getBytes(UTF_8)),
                        415,
                        error("unsupported content type")),
                row("no content type", post("/files").body(null, JSON), 415, error("unsupported content type")),
                row("no body", post("/files"), 415, error("unsupported content type")),
                row("no boundary", post("/files").body("multipart/form-data", WHOLE.bytes()), 400, error(MALFORMED)),
                row(
                        "another boundary",
                        post("/files").body("multipart/form-data; boundary=other", WHOLE.bytes()),
                        400,
                        error(MALFORMED)),
                row(
                        "an empty boundary",
                        post("/files").body("multipart/form-data; boundary=", WHOLE.bytes()),
                        400,
                        error(MALFORMED)),
                row("no closing boundary", upload(WHOLE.withoutEnd()), 400, error(MALFORMED)),
                row(
                        "the body ends within the file",
                        post("/files").body(WHOLE.contentType(), WHOLE.first(WHOLE.bytes().length - 50)),
                        400,
                        error(MALFORMED)),
                row(
                        "the body ends within the headers of a part",
                        post("/files").body(WHOLE.contentType(), WHOLE.first(70)),
                        400,
                        error(MALFORMED)),
                row("an empty body", post("/files").body(WHOLE.contentType(), new byte[0]), 400, error(MALFORMED)),
                row("no form at all", post("/files").body(WHOLE.contentType(), new byte[5000]), 400, error(MALFORMED)));
    }

    @ParameterizedTest
    @MethodSource
    void accepted(Row row) {
        Device device = FILES.device();

        row.body().accept(FILES.send(row.call().as(device.key())).expect(row.status()));

        assertThat(FILES.names(device)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Row row) {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        row.body().accept(FILES.send(row.call().as(device.key())).expect(row.status()));

        assertThat(FILES.names(device)).isEmpty();
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void an_empty_file_is_read_back_as_one() {
        Device device = FILES.device();
        FILES.store(device, "e.csv", "");

        Expected.bytes("")
                .accept(FILES.send(Call.get("/files/e.csv").as(device.key())).expect(200));
    }

    @Test
    void the_first_of_two_file_parts_is_kept() {
        Device device = FILES.device();
        FILES.send(upload(file("a.csv", "first").andFile("b.csv", "second")).as(device.key()))
                .expect(201);

        assertThat(FILES.read(device, "a.csv")).isEqualTo("first");
        assertThat(FILES.names(device)).containsExactly("a.csv");
    }

    @Test
    void a_name_that_is_taken_is_refused_and_the_bytes_stay() {
        Device device = FILES.device();
        FILES.store(device, "a.pdf", "original");
        List<Path> before = FILES.blobs();

        Reply again = FILES.send(upload(file("a.pdf", "different").metadata("{\"time\":1}"))
                        .as(device.key()))
                .expect(409);

        error("entity already exists").accept(again);
        assertThat(FILES.read(device, "a.pdf")).isEqualTo("original");
        assertThat(FILES.names(device)).containsExactly("a.pdf");
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void bytes_come_back_as_they_were_sent_even_when_they_look_like_a_boundary() {
        Device device = FILES.device();
        String content =
                "\r\n--\r\n-------------------------d74496d66958873\r\n\r\n--------------------------d74496d6695\r";
        FILES.store(device, "tricky.bin", content);

        assertThat(FILES.read(device, "tricky.bin")).isEqualTo(content);
    }

    private static Form parts(int number) {
        Form form = Form.empty();
        String more = "--" + form.contentType().replaceFirst(".*=", "")
                + "\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n";
        return form.raw(more.repeat(number));
    }

    private static Call upload(Form form) {
        return post("/files").form(form);
    }
}
