package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;

/** Somebody who provisions: an {@code Authorization} header, or none, and requests with it. */
final class Client {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningGateway gateway;
    private final String authorization;

    /** Nobody, or anybody. */
    Client(RunningGateway gateway, String authorization) {
        this.gateway = gateway;
        this.authorization = authorization;
    }

    /** The user of the first start. */
    static Client root(RunningGateway gateway) throws Exception {
        return user(gateway, gateway.ownerEmail(), gateway.ownerPassword());
    }

    static Client user(RunningGateway gateway, String email, String password) throws Exception {
        return new Client(gateway, "Bearer " + token(gateway, email, password));
    }

    static String token(RunningGateway gateway, String email, String password) throws Exception {
        return new Client(gateway, null)
                .post("/tokens", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .is(201)
                .text("/token");
    }

    String authorization() {
        return authorization;
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {
        Answer is(int status) {
            assertThat(response.statusCode())
                    .as("%s → %s", response.request(), response.body())
                    .isEqualTo(status);
            return this;
        }

        /** A refusal whose text says that. */
        Answer is(int status, String error) throws IOException {
            is(status);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(json().path("error").asText()).contains(error);
            return this;
        }

        JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }

        String text(String pointer) throws IOException {
            JsonNode value = json().at(pointer);
            assertThat(value.isTextual())
                    .as("%s in %s", pointer, response.body())
                    .isTrue();
            return value.asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null);
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    Answer patch(String path, String body) throws IOException, InterruptedException {
        return send("PATCH", path, body);
    }

    /** @param body JSON, or null for none, and no content type then */
    Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return send(body == null ? request : request.header("Content-Type", "application/json"));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                .timeout(RunningGateway.PATIENCE);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    }

    /** A new group of its own, and its id. */
    String group(String name) throws Exception {
        return post("/groups", "{\"name\":\"" + name + "\"}").is(201).text("/id");
    }

    /** A new thing with that key and secret, and its id. */
    String thing(String group, String thingKey, String secret) throws Exception {
        return post("/groups/" + group + "/things", "[{\"name\":\"" + thingKey + "\",\"key\":\"" + secret + "\"}]")
                .is(201)
                .text("/things/0/id");
    }

    /** A new user with a role in a group, or without one when that is null, logged in; its address begins with the name. */
    Client newUser(String name, String group, String role) throws Exception {
        String email = address(name);
        post("/users", "{\"email\":\"" + email + "\",\"password\":\"" + password(name) + "\"}")
                .is(201);
        if (role != null) {
            give(group, email, role).is(200);
        }
        return user(gateway, email, password(name));
    }

    static String address(String name) {
        return name + "@example.org";
    }

    static String password(String name) {
        return name.toUpperCase(Locale.ROOT) + "-password";
    }

    Answer give(String group, String email, String role) throws Exception {
        return put(
                "/groups/" + group + "/memberships",
                "{\"group_memberships\":[{\"email\":\"" + email + "\",\"role\":\"" + role + "\"}]}");
    }

    Client with(String otherAuthorization) {
        return new Client(gateway, otherAuthorization);
    }
}
