package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway with groups, things and users in it, all of them made over its own HTTP routes. */
final class Filestore implements BeforeAllCallback, AfterAllCallback {
    private static final String PASSWORD = "correct horse battery";

    /** Null when it runs in a process of its own. */
    private final RunningGateway gateway;

    private final IntSupplier port;
    private final Supplier<Path> data;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Person> people = new HashMap<>();
    private String root;
    private String group;

    Filestore() {
        this(settings -> settings);
    }

    Filestore(UnaryOperator<Settings> change) {
        gateway = new RunningGateway(change);
        port = gateway::httpPort;
        data = gateway::data;
    }

    /** In a gateway that somebody else has started. */
    Filestore(int port, Path data) {
        gateway = null;
        this.port = () -> port;
        this.data = () -> data;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        gateway.beforeAll(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        gateway.afterAll(context);
    }

    RunningGateway gateway() {
        return gateway;
    }

    int port() {
        return port.getAsInt();
    }

    Reply send(Call call) {
        try {
            return call.send(port());
        } catch (IOException e) {
            throw new UncheckedIOException(call.method() + " " + call.target(), e);
        }
    }

    /** The credentials of the user that the first start made. */
    synchronized String root() {
        if (root == null) {
            Map<String, String> credentials = credentials();
            root = "Bearer "
                    + token(credentials.get(FirstStart.ADMIN_EMAIL), credentials.get(FirstStart.ADMIN_PASSWORD));
        }
        return root;
    }

    private Map<String, String> credentials() {
        try {
            return FirstStart.read(data.get().resolve(FirstStart.CREDENTIALS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the group that things and users are in when nothing else is said. */
    synchronized String group() {
        if (group == null) {
            group = newGroup();
        }
        return group;
    }

    /** The id of a group with nobody in it. */
    String newGroup() {
        return json(send(post("/groups").as(root()).json("{\"name\":\"" + fresh("group") + "\"}"))
                        .expect(201))
                .get("id")
                .asText();
    }

    /** A thing without files. */
    Device device() {
        return device(group());
    }

    Device device(String groupId) {
        return device(groupId, "");
    }

    /** @param more further members of the thing's description, each with a comma before it */
    Device device(String groupId, String more) {
        String thingKey = fresh("pump");
        JsonNode thing = json(send(post("/groups/" + groupId + "/things")
                                .as(root())
                                .json("[{\"name\":\"" + thingKey + "\"" + more + "}]"))
                        .expect(201))
                .at("/things/0");
        return new Device(
                thing.get("id").asText(),
                thing.get("group_id").asText(),
                thingKey,
                thing.get("key").asText());
    }

    /** The user with that role in {@link #group()}: {@code viewer}, {@code editor}, {@code admin} or {@code owner}. */
    synchronized Person person(String role) {
        return people.computeIfAbsent(role, missing -> member(group(), role));
    }

    /** A member of nothing. */
    synchronized Person outsider() {
        return people.computeIfAbsent("outsider", missing -> user());
    }

    /** A new user with a role in a group. */
    Person member(String groupId, String role) {
        Person person = user();
        join(person, groupId, role);
        return person;
    }

    void join(Person person, String groupId, String role) {
        Reply reply = send(put("/groups/" + groupId + "/memberships")
                .as(root())
                .json("{\"group_memberships\":[{\"email\":\"" + person.email() + "\",\"role\":\"" + role + "\"}]}"));
        if (reply.status() / 100 != 2) {
            throw new AssertionError(reply.toString());
        }
    }

    /** A new user. */
    Person user() {
        String email = fresh("user") + "@localhost";
        send(post("/users").as(root()).json("{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}"))
                .expect(201);
        return new Person(email, PASSWORD, token(email, PASSWORD));
    }

    /** A token that {@code POST /tokens} gives for a password. */
    String token(String email, String password) {
        return json(send(post("/tokens").json("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}"))
                        .expect(201))
                .get("token")
                .asText();
    }

    /** Where the files of the common group are. */
    String groupFiles() {
        return "/fs/groups/" + group() + "/files";
    }

    /** Stores a file of the thing. */
    void store(Device device, String name, String content) {
        send(post("/files").as(device.key()).form(Form.file(name, content))).expect(201);
    }

    /** The bytes of a thing's file, of which the name needs no encoding. */
    String read(Device device, String name) {
        return send(get("/files/" + name).as(device.key())).expect(200).text();
    }

    /** The names of a thing's files, in the order of the list. */
    List<String> names(Device device) {
        return names("/files", device.key());
    }

    List<String> names(String files, String credentials) {
        return json(send(get(files + "?limit=200").as(credentials)).expect(200)).findValuesAsText("name");
    }

    /** The ids of finished blobs and of those being written. */
    List<Path> blobs() {
        try (Stream<Path> paths = Files.walk(data.get().resolve("blobs"))) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until nothing but these blobs is left: those of files that are gone are removed soon after the answer. */
    void awaitBlobs(List<Path> expected) {
        await().atMost(RunningGateway.PATIENCE).ignoreExceptions().until(() -> blobs().equals(expected));
    }

    /** Waits until so many blobs are left. */
    void awaitBlobCount(int count) {
        await().atMost(RunningGateway.PATIENCE).ignoreExceptions().until(() -> blobs().size() == count);
    }

    /** Waits until bytes arrive that were not there. */
    void awaitBlobBesides(List<Path> before) {
        await().atMost(RunningGateway.PATIENCE).ignoreExceptions().until(() -> !before.containsAll(blobs()));
    }

    /** Sends an upload again until what was deleted before has made room for it. */
    void awaitRoom(Call upload) {
        await().atMost(RunningGateway.PATIENCE).until(() -> send(upload).status() == 201);
    }

    /** A name nobody has had yet. */
    String fresh(String kind) {
        return kind + "-" + number.incrementAndGet();
    }

    private static JsonNode json(Reply reply) {
        return Expected.parse(reply.text());
    }
}
