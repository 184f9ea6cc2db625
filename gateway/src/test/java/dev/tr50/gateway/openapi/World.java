package dev.tr50.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A running gateway and those who ask it things; every answer has to be as the gateway itself describes it. */
final class World {
    static final String NOBODY = null;
    static final String UNKNOWN_ID = "0123456789abcdef01234567";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "correct horse";

    final RunningGateway gateway;
    final DescribedClient client;
    final String root;
    private final Map<String, User> users = new HashMap<>();
    private int names;

    World(RunningGateway gateway, DescribedClient client) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.client = client;
        root = logIn(gateway.ownerEmail(), gateway.ownerPassword());
    }

    /** @param token what it shows as {@code Authorization} */
    record User(String id, String email, String password, String token) {}

    /** @param secret what it shows as {@code Authorization} */
    record Thing(String id, String thingKey, String key, String secret) {}

    String newName() {
        return "name-" + ++names;
    }

    String logIn(String email, String password) throws IOException, InterruptedException {
        Exchange login = json("POST", "/tokens", NOBODY, credentials(email, password));
        return "Bearer " + body(login).get("token").asText();
    }

    static String credentials(String email, String password) {
        return JSON.createObjectNode()
                .put("email", email)
                .put("password", password)
                .toString();
    }

    /** A user who is a member of nothing. */
    User newUser() throws IOException, InterruptedException {
        String email = newName() + "@example.com";
        JsonNode user = body(json("POST", "/users", root, credentials(email, PASSWORD)));
        return new User(user.get("id").asText(), email, PASSWORD, logIn(email, PASSWORD));
    }

    /** What a user shows who is a member of nothing, whoever it is. */
    String outsider() throws IOException, InterruptedException {
        if (!users.containsKey("outsider")) {
            users.put("outsider", newUser());
        }
        return users.get("outsider").token();
    }

    /** The user who has this role in every group where somebody is needed who has it. */
    User member(String group, String role) throws IOException, InterruptedException {
        if (!users.containsKey(role)) {
            users.put(role, newUser());
        }
        User user = users.get(role);
        json(
                        "PUT",
                        "/groups/" + group + "/memberships",
                        root,
                        "{\"group_memberships\":[{\"member_id\":\"" + user.id() + "\",\"role\":\"" + role + "\"}]}")
                .succeeded();
        return user;
    }

    /** The id of a group of root's. */
    String newGroup() throws IOException, InterruptedException {
        return body(json("POST", "/groups", root, "{\"name\":\"" + newName() + "\"}"))
                .get("id")
                .asText();
    }

    Thing newThing(String group) throws IOException, InterruptedException {
        JsonNode thing = body(json("POST", "/groups/" + group + "/things", root, "[{\"name\":\"" + newName() + "\"}]"))
                .at("/things/0");
        String key = thing.get("key").asText();
        return new Thing(thing.get("id").asText(), thing.get("thing_key").asText(), key, "Thing " + key);
    }

    Exchange plain(String method, String path, String authorization, String... headers)
            throws IOException, InterruptedException {
        return client.send(method, path, with(authorization, headers));
    }

    Exchange json(String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        return body("application/json", method, path, authorization, body);
    }

    Exchange body(String type, String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        return client.send(method, path, BodyPublishers.ofString(body), with(authorization, "Content-Type", type));
    }

    /** Sends a form with a file in it. */
    Exchange file(String method, String path, String authorization, String name, String content)
            throws IOException, InterruptedException {
        return form(method, path, authorization, "name=\"file\"; filename=\"" + name + "\"", content);
    }

    /** Sends a form with one part. */
    Exchange form(String method, String path, String authorization, String part, String content)
            throws IOException, InterruptedException {
        return body(
                "multipart/form-data; boundary=limit",
                method,
                path,
                authorization,
                "--limit\r\nContent-Disposition: form-data; " + part + "\r\n\r\n" + content + "\r\n--limit--\r\n");
    }

    private static String[] with(String authorization, String... headers) {
        return authorization == null
                ? headers
                : Stream.concat(Stream.of("Authorization", authorization), Arrays.stream(headers))
                        .toArray(String[]::new);
    }

    static JsonNode body(Exchange exchange) throws IOException {
        return JSON.readTree(exchange.succeeded().body());
    }

    /** Changes the bytes on the disk of the one file that has this content. */
    void damage(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> all = Files.walk(gateway.data().resolve("blobs"))) {
            List<Path> blobs = all.filter(Files::isRegularFile)
                    .filter(file -> holds(file, bytes))
                    .toList();
            bytes[0]++;
            Files.write(blobs.get(0), bytes);
        }
    }

    private static boolean holds(Path file, byte[] bytes) {
        try {
            return Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
