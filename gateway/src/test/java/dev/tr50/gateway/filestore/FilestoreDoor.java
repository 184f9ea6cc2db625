package dev.tr50.gateway.filestore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.http.HttpListener;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.gateway.transfer.FileAnswers;
import dev.tr50.storage.FileDescription;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Role;
import dev.tr50.storage.ScopeQuota;
import dev.tr50.storage.Storage;
import dev.tr50.storage.StoredFile;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Token;
import dev.tr50.storage.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** A listener with the Filestore routes over a real storage, a group with a thing and a user, and a clock that stands still. */
final class FilestoreDoor implements AutoCloseable {
    static final String THING = "Thing pump-secret";
    static final String EDITOR = "Bearer editor-token";
    static final Instant NOW = Instant.parse("2026-11-22T05:00:00.250Z");

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Storage storage;
    private final HttpListener listener;
    private final Group group;
    private final Thing thing;

    FilestoreDoor(Path folder) {
        this(folder, FilestoreRules.DEFAULT, ScopeQuota.NONE);
    }

    FilestoreDoor(Path folder, FilestoreRules rules, ScopeQuota quota) {
        this.folder = folder;
        storage = Storage.open(folder, quota);
        group = storage.groups().create("PLANT", "Plant");
        thing = thing("pump");
        user("editor", Role.EDITOR);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        FilestoreRoutes routes = new FilestoreRoutes(
                storage,
                new HttpIdentity(storage, clock),
                new FileAnswers(storage.blobs()),
                rules,
                MemoryBudget.unlimited(),
                MemoryBudget.unlimited(),
                clock);
        try {
            listener = HttpListener.start(
                    new HttpSettings("127.0.0.1", 0, 1000, Duration.ofMinutes(2), 4, null), List.of(routes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thing whose key is its name with {@code -secret} behind. */
    Thing thing(String name) {
        return storage.things()
                .create(
                        group.id(),
                        new NewThing(
                                name,
                                name,
                                null,
                                Groups.DEFAULT_DEFINITION,
                                List.of(),
                                List.of(),
                                Identifiers.NONE,
                                "test",
                                null,
                                Secrets.hash(name + "-secret"),
                                null));
    }

    /** A user whose token is the name with {@code -token} behind. */
    User user(String name, Role role) {
        User user = storage.users().create(name + "@example.com", "hash", group.id(), role);
        storage.tokens()
                .create(
                        new Token(
                                ObjectId.next(),
                                Secrets.hash(name + "-token"),
                                user.id(),
                                Token.Kind.LOGIN,
                                NOW,
                                NOW.plusSeconds(60)),
                        10);
        return user;
    }

    int port() {
        return listener.port();
    }

    Storage storage() {
        return storage;
    }

    /** The path of the files of the group. */
    String groupFiles() {
        return "/fs/groups/" + group.id() + "/files";
    }

    HttpResponse<String> send(String method, String path, String authorization) throws Exception {
        return send(method, path, authorization, null, "");
    }

    HttpResponse<String> send(
            String method, String path, String authorization, String contentType, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Sends a form to the thing's own files. */
    HttpResponse<String> post(FormText form) throws Exception {
        return send("POST", "/files", THING, form.contentType(), form.text());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** A file of the thing, with any name and text. */
    StoredFile store(String name, String content) {
        var blob = storage.blobs().open();
        blob.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        return storage.files().create(thing.scope(), name, FileDescription.of(name, 1), blob.finish());
    }

    void remove(String name) {
        storage.files().delete(thing.scope(), name);
    }

    StoredFile stored(String name) {
        return storage.files().find(thing.scope(), name).orElseThrow();
    }

    boolean isStored(String name) {
        return storage.files().find(thing.scope(), name).isPresent();
    }

    byte[] bytesOf(String name) throws IOException {
        return Files.readAllBytes(storage.blobs().path(stored(name).blobId()));
    }

    /** Files below the blob folder, temporary ones included. */
    long blobsOnDisk() {
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        listener.close(Duration.ofSeconds(2));
        storage.close();
    }
}
