package dev.tr50.gateway.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.certificate.CertificateFiles;
import dev.tr50.gateway.certificate.TestCertificate;
import dev.tr50.gateway.http.ByteClient;
import dev.tr50.gateway.http.Departure;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.http.HttpTls;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedBodyTest {
    private static final long MORE_THAN_2_GIB = (1L << 31) + 5;
    private static final long MIB = 1 << 20;

    private static TestCertificate certificate;

    private final AtomicReference<FileChannel> opened = new AtomicReference<>();
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private Path file;
    private volatile long promised = MORE_THAN_2_GIB;
    private HttpListener listener;

    @BeforeAll
    static void make() {
        certificate = TestCertificate.make();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        certificate.write(folder);
        file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(MORE_THAN_2_GIB);
        }
        CertificateFiles files = CertificateFiles.open(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        listener = HttpListener.start(
                HttpSettings.on("127.0.0.1", 0).withTls(new HttpTls(0, files.keyManager())),
                List.of(router -> router.get("/").handler(this::send)));
    }

    @AfterEach
    void stop() {
        listener.close(Duration.ofSeconds(1));
    }

    private void send(RoutingContext ctx) {
        try {
            opened.set(FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            ctx.fail(e);
            return;
        }
        ctx.response().putHeader("Transfer-Encoding", "chunked");
        long from = Math.max(0, MORE_THAN_2_GIB - promised);
        FileBody.send(
                        ctx.request(),
                        OpenedFile.sound(opened.get()),
                        new ByteRange(from, promised),
                        Future::succeededFuture)
                .onFailure(failed::set);
    }

    @Test
    void more_than_2_gib_leave_as_one_chunk_and_the_file_is_closed() throws Exception {
        try (ByteClient client = ask()) {
            assertThat(client.head()).contains("Transfer-Encoding: chunked");
            assertThat(client.chunkLengths()).isEqualTo(List.of(MORE_THAN_2_GIB, 0L));
        }
        await().until(() -> !opened.get().isOpen());
    }

    @Test
    void a_reader_who_does_not_read_is_not_read_ahead_of() throws Exception {
        try (ByteClient client = ask()) {
            client.head();
            await().during(Duration.ofSeconds(1)).until(() -> opened.get().position() < 64 * MIB);
        }
    }

    @Test
    void the_file_is_closed_when_the_reader_leaves_and_that_is_nobodys_fault() throws Exception {
        try (ByteClient client = ask()) {
            client.head();
            client.reset();
        }
        await().until(() -> !opened.get().isOpen());
        await().untilAsserted(() -> assertThat(failed.get()).matches(Departure::isReasonOf));
    }

    @Test
    void a_file_that_lost_its_end_breaks_the_connection_instead_of_waiting_for_ever() throws Exception {
        promised = MIB;
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(MORE_THAN_2_GIB - 1);
        }
        try (ByteClient client = ask()) {
            client.head();
            assertThat(client.rest()).doesNotEndWith("0\r\n\r\n");
        }
        await().until(() -> !opened.get().isOpen());
        assertThat(failed.get()).hasMessageContaining("shorter");
    }

    private ByteClient ask() throws IOException {
        return new ByteClient(certificate.connect(listener.tlsPort().orElseThrow()))
                .send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    }
}
