package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** libtr50 (C, 2014) and its files: HTTP of its own making on plain TCP, ended by a reset each time. */
class LibTr50FilesTest {
    private static final String EMPTY_LINE = "";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void log() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void logNoMore() {
        root.detachAppender(logged);
    }

    @Test
    void a_file_goes_up_in_chunks_of_1_kib_and_comes_down_whole() throws Exception {
        byte[] bytes = random(1_000_003);
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-files")) {
            upload(filePut(client, "trace.bin"), bytes);

            assertThat(download(fileGet(client, "trace.bin"))).isEqualTo(bytes);
        }
        assertNoWarning();
    }

    /** Its reader takes the first header block for the last; 12 bytes of it decide. */
    @Test
    void the_first_header_block_after_an_upload_is_the_answer() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-answers");
                ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send(uploadHead(filePut(client, "a"))).send("2\r\nok\r\n").send("0\r\n\r\n");

            assertThat(http.text(12)).isEqualTo("HTTP/1.1 200");
            http.reset();
        }
    }

    @Test
    void the_file_is_there_though_it_resets_the_connection_before_the_last_chunk_is_read() throws Exception {
        byte[] bytes = random(300_000);
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-resets")) {
            upload(filePut(client, "a"), bytes);
            for (int turn = 0; turn < 5; turn++) {
                String id = fileGet(client, "a");
                assertThat(download(id)).isEqualTo(bytes);
                assertThat(download(id)).isEqualTo(bytes);
            }
        }
        assertNoWarning();
    }

    @Test
    void the_first_chunk_is_the_whole_file() throws Exception {
        byte[] bytes = random(3 * 1024 * 1024 + 1);
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-one-chunk")) {
            upload(filePut(client, "a"), bytes);
            try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
                http.send(downloadRequest(fileGet(client, "a")));
                http.head();
                assertThat(http.line()).isEqualTo(Integer.toHexString(bytes.length));
                http.reset();
            }
        }
    }

    @Test
    void a_key_that_stands_twice_in_file_get_is_no_error() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-twice")) {
            upload(filePut(client, "a"), random(10));

            String reply =
                    client.call("{\"1\":{\"command\":\"file.get\",\"params\":{\"fileName\":\"a\",\"global\":false,"
                            + "\"fileName\":\"a\"}}}");

            assertThat(reply)
                    .startsWith("{\"1\":{\"success\":true,\"params\":{")
                    .contains("\"fileId\":\"");
        }
    }

    @Test
    void a_missing_file_is_a_failure_with_a_code_it_can_read() throws Exception {
        try (LibTr50 client = LibTr50.connected(GATEWAY, "libtr50-missing")) {
            assertThat(
                            client.call(
                                    "{\"1\":{\"command\":\"file.get\",\"params\":{\"fileName\":\"none\",\"global\":false,\"fileName\":\"none\"}}}"))
                    .isEqualTo("{\"1\":{\"success\":false,\"errorCodes\":[-90008],"
                            + "\"errorMessages\":[\"File none not found\"]}}");
        }
    }

    private static String filePut(LibTr50 client, String name) throws IOException {
        String reply = client.call("{\"1\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"" + name
                + "\",\"global\":false,\"logComplete\":false}}}");
        return LibTr50.value(reply, "fileId");
    }

    private static String fileGet(LibTr50 client, String name) throws IOException {
        String reply = client.call("{\"1\":{\"command\":\"file.get\",\"params\":{\"fileName\":\"" + name
                + "\",\"global\":false,\"fileName\":\"" + name + "\"}}}");
        return LibTr50.value(reply, "fileId");
    }

    private static String uploadHead(String id) {
        return "POST /file/" + id + " HTTP/1.1\r\nHost:127.0.0.1:80\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\nContent-Type: application/octet-stream\r\n\r\n";
    }

    private static void upload(String id, byte[] bytes) throws IOException {
        try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send(uploadHead(id));
            for (byte[] chunk : LibTr50.chunksOf(bytes, 1024)) {
                http.send(Integer.toHexString(chunk.length) + "\r\n")
                        .send(chunk)
                        .send("\r\n");
            }
            http.send("0\r\n\r\n");
            assertThat(http.text(12)).isEqualTo("HTTP/1.1 200");
            http.reset();
        }
    }

    private static String downloadRequest(String id) {
        return "GET /file/" + id + " HTTP/1.1\r\nHost:127.0.0.1:80\r\nConnection: close\r\n\r\n";
    }

    /**
     * Reads as the library does: a body is there only when a header is spelt exactly so; its length is the first chunk's, an
     * int; nothing after that chunk is looked at.
     */
    private static byte[] download(String id) throws IOException {
        try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send(downloadRequest(id));
            boolean chunked = false;
            for (String line = http.line(); !line.equals(EMPTY_LINE); line = http.line()) {
                assertThat(line).doesNotStartWithIgnoringCase("Content-Length");
                chunked |= line.equals("Transfer-Encoding: chunked");
            }
            byte[] body = chunked ? http.bytes(Integer.parseInt(http.line(), 16)) : new byte[0];
            http.reset();
            return body;
        }
    }

    private void assertNoWarning() {
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
