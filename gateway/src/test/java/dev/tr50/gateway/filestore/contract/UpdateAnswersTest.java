package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Form.file;
import static dev.tr50.gateway.filestore.contract.Row.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code PUT /files/{name}} makes of a file with class image, format png, time 100.5 and one attribute. */
class UpdateAnswersTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String MALFORMED = "malformed entity specification";
    private static final String BEFORE =
            "{\"name\":\"a.csv\",\"class\":\"image\",\"format\":\"png\",\"time\":100.5,\"metadata\":{\"k\":1}}";

    private static Device deviceWithFile() {
        Device device = FILES.device();
        FILES.send(
                        post("/files")
                                .as(device.key())
                                .form(
                                        file("a.csv", "old")
                                                .metadata(
                                                        "{\"class\":\"image\",\"format\":\"png\",\"time\":100.5,\"metadata\":{\"k\":1}}")))
                .expect(201);
        return device;
    }

    static Stream<Row> described() {
        return Stream.of(
                row("time and metadata", json("{\"metadata\":{\"k\":1},\"time\":5.5}"), 200, line("5.5", "{\"k\":1}")),
                row("metadata as a whole", json("{\"metadata\":{\"l\":2}}"), 200, line("100.5", "{\"l\":2}")),
                row("time alone", json("{\"time\":0}"), 200, line("0.0", "{\"k\":1}")),
                row("nothing", json("{}"), 200, is(BEFORE)),
                row("no attributes", json("{\"metadata\":{}}"), 200, line("100.5", null)),
                row("its own name", json("{\"name\":\"a.csv\"}"), 200, is(BEFORE)),
                row(
                        "class and format",
                        json("{\"class\":\"bim\",\"format\":\"ifc\"}"),
                        200,
                        is(
                                "{\"name\":\"a.csv\",\"class\":\"bim\",\"format\":\"ifc\",\"time\":100.5,\"metadata\":{\"k\":1}}")),
                row(
                        "JSON with a charset",
                        put("/files/a.csv").body("application/json; charset=utf-8", "{\"time\":7}".getBytes(UTF_8)),
                        200,
                        line("7.0", "{\"k\":1}")),
                row(
                        "a form with metadata alone",
                        form(Form.empty().metadata("{\"time\":7}")),
                        200,
                        line("7.0", "{\"k\":1}")),
                row("a form with a time alone", form(Form.empty().time("8.25")), 200, line("8.25", "{\"k\":1}")));
    }

    static Stream<Row> replaced() {
        return Stream.of(
                row("bytes alone", form(file("b.txt", "new")), 200, is(BEFORE)),
                row("an empty metadata part", form(file("b.txt", "new").metadata("")), 200, is(BEFORE)),
                row("a null metadata part", form(file("b.txt", "new").metadata("null")), 200, is(BEFORE)),
                row("bytes and time", form(file("b.txt", "new").time("1")), 200, line("1.0", "{\"k\":1}")),
                row(
                        "bytes and metadata",
                        form(file("b.txt", "new").metadata("{\"time\":2,\"metadata\":{\"l\":2}}")),
                        200,
                        line("2.0", "{\"l\":2}")),
                row(
                        "bytes and class",
                        form(file("b.txt", "new").metadata("{\"class\":\"document\"}")),
                        200,
                        is(
                                "{\"name\":\"a.csv\",\"class\":\"document\",\"format\":\"png\",\"time\":100.5,\"metadata\":{\"k\":1}}")));
    }

    static Stream<Row> refused() {
        return Stream.of(
                row("JSON cut off", json("{"), 400, error(MALFORMED)),
                row("an empty JSON body", json(""), 400, error(MALFORMED)),
                row("a JSON list", json("[]"), 400, error(MALFORMED)),
                row("another name", json("{\"name\":\"b.csv\",\"time\":1}"), 400, error(MALFORMED)),
                row("an empty name", json("{\"name\":\"\"}"), 400, error(MALFORMED)),
                row("a time in quotes", json("{\"time\":\"1\"}"), 400, error(MALFORMED)),
                row("a list for metadata", json("{\"metadata\":[]}"), 400, error(MALFORMED)),
                row("too much JSON", json("{\"a\":\"" + "x".repeat(70_000) + "\"}"), 413, anyError()),
                row("no content type", put("/files/a.csv").body(null, "{}".getBytes(UTF_8)), 415, anyError()),
                row(
                        "neither form nor JSON",
                        put("/files/a.csv").body("text/plain", "new".getBytes(UTF_8)),
                        415,
                        anyError()),
                row("a form of nothing", form(Form.empty()), 400, error(MALFORMED)),
                row("a form of something else", form(Form.empty().field("colour", "blue")), 400, error(MALFORMED)),
                row("bytes and bad metadata", form(file("a.csv", "new").metadata("{bad")), 400, error(MALFORMED)),
                row(
                        "bytes and another name",
                        form(file("a.csv", "new").metadata("{\"name\":\"b\"}")),
                        400,
                        error(MALFORMED)),
                row("bytes and a bad time", form(file("a.csv", "new").time("abc")), 400, error(MALFORMED)),
                row("bytes that break off", form(file("a.csv", "new").withoutEnd()), 400, error(MALFORMED)),
                row(
                        "no boundary",
                        put("/files/a.csv")
                                .body(
                                        "multipart/form-data",
                                        file("a.csv", "new").bytes()),
                        400,
                        error(MALFORMED)),
                row(
                        "no such file, a form",
                        form(file("a.csv", "new")).to("/files/b.csv"),
                        404,
                        error("entity not found")),
                row("no such file, JSON", json("{\"time\":1}").to("/files/b.csv"), 404, error("entity not found")),
                row("the list", json("{}").to("/files"), 405, anyError()));
    }

    @ParameterizedTest
    @MethodSource
    void described(Row row) {
        Device device = deviceWithFile();

        Reply reply = FILES.send(row.call().as(device.key())).expect(row.status());

        row.body().accept(reply);
        assertThat(FILES.send(get("/files").as(device.key())).text())
                .contains(reply.text().strip());
        assertThat(FILES.read(device, "a.csv")).isEqualTo("old");
    }

    @ParameterizedTest
    @MethodSource
    void replaced(Row row) {
        Device device = deviceWithFile();

        Reply reply = FILES.send(row.call().as(device.key())).expect(row.status());

        row.body().accept(reply);
        assertThat(FILES.send(get("/files").as(device.key())).text())
                .contains(reply.text().strip());
        assertThat(FILES.read(device, "a.csv")).isEqualTo("new");
        assertThat(FILES.names(device)).containsExactly("a.csv");
    }

    @ParameterizedTest
    @MethodSource
    void refused(Row row) {
        Device device = deviceWithFile();
        List<Path> before = FILES.blobs();

        row.body().accept(FILES.send(row.call().as(device.key())).expect(row.status()));

        assertThat(FILES.send(get("/files").as(device.key())).text())
                .contains("{\"total\":1,")
                .contains(BEFORE);
        assertThat(FILES.read(device, "a.csv")).isEqualTo("old");
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void the_old_bytes_do_not_stay_on_the_disk() {
        List<Path> before = FILES.blobs();
        Device device = deviceWithFile();

        FILES.send(form(file("a.csv", "new")).as(device.key())).expect(200);

        FILES.awaitBlobsBesides(before, 1);
    }

    private static Call form(Form form) {
        return put("/files/a.csv").form(form);
    }

    private static Call json(String text) {
        return put("/files/a.csv").json(text);
    }

    /** @param attributes null for none */
    private static Consumer<Reply> line(String time, String attributes) {
        return is("{\"name\":\"a.csv\",\"class\":\"image\",\"format\":\"png\",\"time\":" + time
                + (attributes == null ? "" : ",\"metadata\":" + attributes) + "}");
    }

    private static Consumer<Reply> is(String record) {
        return reply -> assertThat(reply.text().strip()).isEqualTo(record);
    }
}
