package dev.tr50.gateway.transfer;

import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.BlobReceipt;
import dev.tr50.storage.BlobWriter;
import dev.tr50.storage.Scope;
import dev.tr50.storage.ScopeQuota;
import dev.tr50.storage.Storage;
import dev.tr50.storage.StoredFile;
import dev.tr50.storage.UploadOrder;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** A listener with the file routes over a real storage, and a clock that can be put forward. */
final class FileDoor implements AutoCloseable {
    private static final int WORKERS = 4;
    static final int MAX_UPLOAD = 80 * 1024 * 1024;

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Storage storage;
    private final HttpListener listener;
    private final Scope scope;
    private final Semaphore workers = new Semaphore(WORKERS);
    private volatile Duration ahead = Duration.ZERO;

    FileDoor(Path folder) {
        this(folder, Duration.ofMinutes(2));
    }

    FileDoor(Path folder, Duration idleTimeout) {
        this(folder, idleTimeout, DownloadRules.DEFAULT);
    }

    FileDoor(Path folder, Duration idleTimeout, DownloadRules rules) {
        this(folder, idleTimeout, rules, ScopeQuota.NONE);
    }

    FileDoor(Path folder, ScopeQuota quota) {
        this(folder, Duration.ofMinutes(2), DownloadRules.DEFAULT, quota);
    }

    private FileDoor(Path folder, Duration idleTimeout, DownloadRules rules, ScopeQuota quota) {
        this.folder = folder;
        storage = Storage.open(folder, quota);
        scope = storage.groups().create("PLANT1", "Plant 1").scope();
        FileRoutes routes = new FileRoutes(
                storage,
                new FileAnswers(storage.blobs()),
                new MovableClock(),
                (given, hash) -> hash.equals("hash of " + given),
                MAX_UPLOAD,
                rules);
        try {
            listener = HttpListener.start(
                    new HttpSettings("127.0.0.1", 0, 1000, idleTimeout, WORKERS, null),
                    List.of(routes, this::mountHold));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.port();
    }

    Storage storage() {
        return storage;
    }

    HttpListener listener() {
        return listener;
    }

    private void mountHold(Router router) {
        router.get("/hold")
                .handler(ctx -> ctx.vertx()
                        .executeBlocking(
                                () -> {
                                    workers.acquire();
                                    return null;
                                },
                                false)
                        .onSuccess(free -> ctx.response().end()));
    }

    /** Keeps every worker thread busy, as a slow disk does, until {@link #freeWorkers}. */
    void holdWorkers() {
        workers.drainPermits();
        for (int worker = 0; worker < WORKERS; worker++) {
            client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/hold"))
                            .build(),
                    BodyHandlers.discarding());
        }
        await().until(() -> workers.getQueueLength() == WORKERS);
    }

    void freeWorkers() {
        workers.release(WORKERS);
    }

    void letPass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** A handle for uploading, as file.put gives it. */
    String put(String name, Long crc32) {
        return put(new UploadOrder(name, false, crc32, List.of(), List.of(), null));
    }

    String put(UploadOrder order) {
        return put(order, now().plusSeconds(300));
    }

    String put(UploadOrder order, Instant expiresAt) {
        return storage.transfers().reserveUpload(scope, order, expiresAt);
    }

    /** A handle for downloading, as file.get gives it. */
    String get(String name) {
        return storage.transfers()
                .reserveDownload(scope, name, now().plusSeconds(300))
                .orElseThrow()
                .fileId();
    }

    StoredFile store(String name, byte[] bytes) {
        return store(UploadOrder.named(name), bytes);
    }

    StoredFile store(String name, byte[] bytes, boolean isPublic, BasicAuth basicAuth) {
        return store(new UploadOrder(name, isPublic, null, List.of(), List.of(), basicAuth), bytes);
    }

    private StoredFile store(UploadOrder order, byte[] bytes) {
        String handle = put(order);
        BlobWriter writer = storage.blobs().open();
        writer.write(ByteBuffer.wrap(bytes));
        BlobReceipt receipt = writer.finish();
        return storage.transfers()
                .complete(storage.transfers().findUpload(handle, now()).orElseThrow(), receipt)
                .orElseThrow();
    }

    StoredFile stored(String name) {
        return storage.files().find(scope, name).orElseThrow();
    }

    boolean isStored(String name) {
        return storage.files().find(scope, name).isPresent();
    }

    byte[] bytesOf(String name) {
        try {
            return Files.readAllBytes(storage.blobs().path(stored(name).blobId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files below the blob folder, temporary ones included. */
    long blobsOnDisk() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("blob"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpRequest.Builder request(String id) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/file/" + id));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    @Override
    public void close() {
        listener.close(Duration.ofSeconds(2));
        storage.close();
    }

    private final class MovableClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
