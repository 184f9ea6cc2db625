package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.storage.BlobReceipt;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.Storage;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door gets that sends files by {@link FileAnswers}: here one that finds whatever is put in its queue. */
class FileAnswersTest {
    private static final byte[] TEN = "0123456789".getBytes(UTF_8);
    private static final Instant UPLOADED = Instant.parse("2026-11-02T05:00:00.250Z");

    private final Deque<FileVersion> found = new ArrayDeque<>();
    private Storage storage;
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private HttpListener listener;
    private FileAnswers answers;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        storage = Storage.open(folder);
        answers = new FileAnswers(storage.blobs());
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0),
                List.of(router -> router.route("/").handler(this::answer)));
    }

    @AfterEach
    void close() {
        listener.close(Duration.ofSeconds(1));
        storage.close();
    }

    private void answer(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        answers.send(request, this::find).onFailure(failure -> {
            failed.set(failure);
            if (failure instanceof HttpRefused refused) {
                Answers.refuse(request, refused);
            }
        });
    }

    private synchronized FileVersion find() {
        if (found.isEmpty()) {
            throw HttpRefused.notFound();
        }
        return found.size() > 1 ? found.remove() : found.element();
    }

    private synchronized FileVersion store(String name, byte[] bytes) {
        BlobWriter writer = storage.blobs().open();
        writer.write(ByteBuffer.wrap(bytes));
        BlobReceipt receipt = writer.finish();
        FileVersion version = new FileVersion("file", name, receipt.blobId(), bytes.length, receipt.sha256(), UPLOADED);
        found.add(version);
        return version;
    }

    private ByteClient ask(String method, String... headers) throws IOException {
        String lines = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
        return new ByteClient(listener.port())
                .send(method + " / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + lines + "\r\n");
    }

    @Test
    void a_file_is_sent_with_its_length_its_name_and_what_it_can_be_known_by() throws Exception {
        FileVersion version = store("größe.csv", TEN);
        try (ByteClient client = ask("GET")) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .map(line -> line.toLowerCase(Locale.ROOT))
                    .contains(
                            "content-length: 10",
                            "content-type: application/octet-stream",
                            "content-disposition: attachment; filename=\"gr__e.csv\"; filename*=utf-8''gr%c3%b6%c3%9fe.csv",
                            "x-content-type-options: nosniff",
                            "accept-ranges: bytes",
                            "last-modified: mon, 02 nov 2026 05:00:00 gmt",
                            "etag: \"" + version.sha256() + "\"")
                    .noneMatch(line -> line.startsWith("transfer-encoding"));
            assertThat(client.rest()).isEqualTo("0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_reader_who_leaves_is_told_from_a_failure(boolean resets) throws Exception {
        store("a", new byte[32 << 20]);
        try (ByteClient client = ask("GET")) {
            client.head();
            if (resets) {
                client.reset();
            }
        }
        await().untilAsserted(() -> assertThat(failed.get()).isInstanceOf(ClientLeftException.class));
    }

    @Test
    void head_tells_the_same_without_the_bytes() throws Exception {
        store("a", TEN);
        List<String> get;
        try (ByteClient client = ask("GET")) {
            get = client.head();
        }
        try (ByteClient client = ask("HEAD")) {
            assertThat(client.head()).containsExactlyInAnyOrderElementsOf(get);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void an_empty_file_is_an_empty_answer_of_known_length() throws Exception {
        store("empty", new byte[0]);
        try (ByteClient client = ask("GET")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK").contains("Content-Length: 0");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"other\", %s", "W/%s", "*", "\"a,b\",%s"})
    void who_has_these_bytes_is_told_so(String known) throws Exception {
        FileVersion version = store("a", TEN);
        for (String method : List.of("GET", "HEAD")) {
            try (ByteClient client =
                    ask(method, "If-None-Match: " + String.format(known, version.entityTag()), "Range: bytes=0-1")) {
                assertThat(client.head())
                        .startsWith("HTTP/1.1 304 Not Modified")
                        .contains("ETag: " + version.entityTag());
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void who_has_other_bytes_gets_these() throws Exception {
        store("a", TEN);
        try (ByteClient client = ask("GET", "If-None-Match: \"other\", W/\"another\"")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.rest()).isEqualTo("0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/%s", ""})
    void who_wants_the_bytes_of_another_version_gets_none(String wanted) throws Exception {
        FileVersion version = store("a", TEN);
        for (String method : List.of("GET", "HEAD")) {
            try (ByteClient client = ask(
                    method,
                    "If-Match: " + String.format(wanted, version.entityTag()),
                    "If-None-Match: " + version.entityTag())) {
                assertThat(client.head()).startsWith("HTTP/1.1 412 Precondition Failed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"other\", %s", "*"})
    void who_wants_the_bytes_of_this_version_gets_them(String wanted) throws Exception {
        FileVersion version = store("a", TEN);
        try (ByteClient client =
                ask("GET", "If-Match: " + String.format(wanted, version.entityTag()), "Range: bytes=8-")) {
            assertThat(client.head()).startsWith("HTTP/1.1 206 Partial Content");
            assertThat(client.rest()).isEqualTo("89");
        }
    }

    @ParameterizedTest
    @CsvSource({"bytes=4-, 4-9, 456789", "bytes=2-5, 2-5, 2345", "bytes=-3, 7-9, 789", "bytes=0-99, 0-9, 0123456789"})
    void a_part_is_sent_where_one_is_asked_for(String range, String told, String part) throws Exception {
        store("a", TEN);
        try (ByteClient client = ask("GET", "Range: " + range)) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 206 Partial Content")
                    .contains("Content-Range: bytes " + told + "/10", "Content-Length: " + part.length());
            assertThat(client.rest()).isEqualTo(part);
        }
    }

    @Test
    void a_part_of_a_long_file_is_sent_whether_its_bytes_have_been_checked_or_not() throws Exception {
        byte[] bytes = random(6_000_000);
        store("a", bytes);
        for (int turn = 0; turn < 2; turn++) {
            try (ByteClient client = ask("GET", "Range: bytes=2000000-2999999")) {
                assertThat(client.head())
                        .startsWith("HTTP/1.1 206 Partial Content")
                        .contains("Content-Range: bytes 2000000-2999999/6000000", "Content-Length: 1000000");
                assertThat(client.bytes(1_000_000)).isEqualTo(Arrays.copyOfRange(bytes, 2_000_000, 3_000_000));
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void a_range_beyond_the_end_is_refused_with_the_length() throws Exception {
        store("a", TEN);
        try (ByteClient client = ask("GET", "Range: bytes=10-")) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 416 Requested Range Not Satisfiable")
                    .contains("Content-Range: bytes */10", "Content-Type: application/json");
            assertThat(client.rest()).startsWith("{\"error\":\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"%s\"", "Mon, 02 Nov 2026 05:00:00 GMT"})
    void a_part_of_other_bytes_than_the_client_has_is_not_sent(String condition) throws Exception {
        FileVersion version = store("a", TEN);
        try (ByteClient client =
                ask("GET", "Range: bytes=4-", "If-Range: " + String.format(condition, version.sha256()))) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.rest()).isEqualTo("0123456789");
        }
        try (ByteClient client = ask("GET", "Range: bytes=4-", "If-Range: " + version.entityTag())) {
            assertThat(client.head()).startsWith("HTTP/1.1 206 Partial Content");
            assertThat(client.rest()).isEqualTo("456789");
        }
    }

    @Test
    void a_file_replaced_before_its_bytes_could_be_opened_is_looked_up_again() throws Exception {
        for (int version = 0; version < 3; version++) {
            Files.delete(storage.blobs().path(store("a", TEN).blobId()));
        }
        store("a", "newer".getBytes(UTF_8));
        for (String method : List.of("GET", "HEAD")) {
            try (ByteClient client = ask(method)) {
                assertThat(client.head()).startsWith("HTTP/1.1 200 OK").contains("Content-Length: 5");
            }
        }
    }

    @Test
    void a_file_deleted_before_its_bytes_could_be_opened_is_not_found() throws Exception {
        Files.delete(storage.blobs().path(store("a", TEN).blobId()));
        try (ByteClient client = ask("GET")) {
            assertThat(client.head()).startsWith("HTTP/1.1 404 Not Found");
            assertThat(client.rest()).isEqualTo("{\"error\":\"file content missing\"}\n");
        }
    }

    @Test
    void damaged_bytes_are_gone() throws Exception {
        Files.write(storage.blobs().path(store("a", TEN).blobId()), "012345678".getBytes(UTF_8));
        try (ByteClient client = ask("GET")) {
            assertThat(client.head()).startsWith("HTTP/1.1 410 Gone");
            assertThat(client.rest()).isEqualTo("{\"error\":\"file content damaged\"}\n");
        }
    }

    @Test
    void a_slow_reader_reads_its_version_to_the_end_although_its_bytes_are_removed() throws Exception {
        byte[] bytes = random(40_000_000);
        FileVersion version = store("a", bytes);
        try (ByteClient client = ask("GET")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.bytes(1000)).isEqualTo(Arrays.copyOf(bytes, 1000));
            Files.delete(storage.blobs().path(version.blobId()));

            assertThat(client.bytes(bytes.length - 1000)).isEqualTo(Arrays.copyOfRange(bytes, 1000, bytes.length));
            assertThat(client.rest()).isEmpty();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
