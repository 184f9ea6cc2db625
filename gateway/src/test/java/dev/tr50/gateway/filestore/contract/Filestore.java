package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.identity.FirstStart;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A gateway with groups, things and users in it, all of them made over its own HTTP routes. */
final class Filestore implements BeforeAllCallback, AfterAllCallback {
    private static final String PASSWORD = "correct horse battery";

    private static final Namespace SHARED = Namespace.create(Filestore.class);

    /** Null for the one that everybody shares. */
    private final Installation own;

    private Installation place;

    private Filestore(Installation own) {
        this.own = own;
        this.place = own;
    }

    /** A gateway of the test's own. */
    Filestore(UnaryOperator<Settings> change) {
        this(Installation.of(new RunningGateway(change)));
    }

    /** In a gateway that somebody else has started. */
    Filestore(int port, Path data) {
        this(Installation.of(port, data));
    }

    /** A gateway with the usual settings, which is there for all classes that ask for it, one after the other. */
    static Filestore shared() {
        return new Filestore((Installation) null);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (own != null) {
            own.start();
        } else {
            place = context.getRoot()
                    .getStore(SHARED)
                    .computeIfAbsent(
                            Installation.class,
                            missing -> Installation.of(new RunningGateway()).start(),
                            Installation.class);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (own != null) {
            own.close();
        }
    }

    RunningGateway gateway() {
        return place.gateway();
    }

    int port() {
        return place.port();
    }

    Reply send(Call call) {
        try {
            return call.send(port());
        } catch (IOException e) {
            throw new UncheckedIOException(call.method() + " " + call.target(), e);
        }
    }

    /** The credentials of the user that the first start made. */
    String root() {
        return place.once("root", String.class, () -> {
            Map<String, String> credentials = place.credentials();
            return "Bearer "
                    + token(credentials.get(FirstStart.ADMIN_EMAIL), credentials.get(FirstStart.ADMIN_PASSWORD));
        });
    }

    /** The id of the group that things and users are in when nothing else is said. */
    String group() {
        return place.once("group", String.class, this::newGroup);
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
    Person person(String role) {
        return place.once(role, Person.class, () -> member(group(), role));
    }

    /** A member of nothing. */
    Person outsider() {
        return place.once("outsider", Person.class, this::user);
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

    /** Finished blobs and those being written, as far as none comes or goes meanwhile. */
    List<Path> blobs() {
        return Stream.of(place.data().resolve("blobs").toFile().listFiles())
                .flatMap(folder -> Stream.of(folder.listFiles()))
                .map(File::toPath)
                .sorted()
                .toList();
    }

    /** Waits until nothing is left that was not there before: what is refused or deleted goes soon after the answer. */
    void awaitNoBlobBesides(List<Path> before) {
        awaitBlobsBesides(before, 0);
    }

    /** Waits until so many are left that were not there before. */
    void awaitBlobsBesides(List<Path> before, int number) {
        await().atMost(RunningGateway.PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        blobs().stream().filter(blob -> !before.contains(blob)).count() == number);
    }

    /** Waits until bytes arrive that were not there before. */
    void awaitBlobBesides(List<Path> before) {
        await().atMost(RunningGateway.PATIENCE).ignoreExceptions().until(() -> !before.containsAll(blobs()));
    }

    /** Sends an upload again until what was deleted before has made room for it. */
    void awaitRoom(Call upload) {
        await().atMost(RunningGateway.PATIENCE).until(() -> send(upload).status() == 201);
    }

    /** A name nobody has had yet. */
    String fresh(String kind) {
        return kind + "-" + place.nextNumber();
    }

    private static JsonNode json(Reply reply) {
        return Expected.parse(reply.text());
    }
}
