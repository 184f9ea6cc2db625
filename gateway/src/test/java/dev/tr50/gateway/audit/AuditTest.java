package dev.tr50.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTest {
    private static final String SECRET = "correct horse battery";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static List<JsonNode> lines(String file) throws IOException {
        return Files.readAllLines(GATEWAY.data().resolve("audit").resolve(file)).stream()
                .map(AuditTest::parsed)
                .toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static JsonNode line(String file, Predicate<JsonNode> wanted) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> lines(file).stream().filter(wanted).toList(), found -> !found.isEmpty())
                .get(0);
    }

    private static Predicate<JsonNode> did(String what) {
        return line -> line.path("did").asText().equals(what);
    }

    private static Predicate<JsonNode> who(String name) {
        return line -> line.path("who").asText().equals(name);
    }

    @Test
    void a_change_tells_who_made_it_from_where_and_of_whom_but_no_password() throws Exception {
        try (Tr50Client owner = GATEWAY.owner()) {
            RunningGateway.call(
                    owner, "user.create", "{\"emailAddress\":\"ann@example.org\",\"password\":\"" + SECRET + "\"}");
        }
        JsonNode line = line("changes.log", did("user.create"));
        assertThat(line.path("who").asText()).isEqualTo("user:" + GATEWAY.ownerEmail());
        assertThat(line.path("from").asText()).startsWith("127.0.0.1:");
        assertThat(line.path("by").asText()).isEqualTo("MQTT");
        assertThat(line.path("group").asText()).isEqualTo("DEFAULT");
        assertThat(line.path("result").asInt()).isZero();
        assertThat(line.path("with").path("emailAddress").asText()).isEqualTo("ann@example.org");
        assertNoSecrets();
    }

    @Test
    void a_change_over_http_tells_the_same() throws Exception {
        JsonNode token = JSON.readTree(GATEWAY.post(
                        "/tokens",
                        "{\"email\":\"" + GATEWAY.ownerEmail() + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}",
                        "Content-Type",
                        "application/json")
                .body());
        int status = GATEWAY.post(
                        "/users",
                        "{\"email\":\"bob@example.org\",\"password\":\"" + SECRET + "\"}",
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + token.path("token").asText())
                .statusCode();
        assertThat(status).isEqualTo(201);

        JsonNode line = line("changes.log", did("POST /users"));
        assertThat(line.path("who").asText()).isEqualTo("user:" + GATEWAY.ownerEmail());
        assertThat(line.path("from").asText()).startsWith("127.0.0.1:");
        assertThat(line.path("result").asInt()).isEqualTo(201);
        assertThat(line.path("with").path("email").asText()).isEqualTo("bob@example.org");
        assertNoSecrets();
        assertThat(text()).doesNotContain(token.path("token").asText());
    }

    @Test
    void things_have_a_file_of_their_own() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("pump-17")) {
            RunningGateway.call(thing, "thing.update", "{\"key\":\"pump-17\",\"name\":\"North\"}");
        }
        JsonNode registered = line("things.log", did("register").and(who("thing:pump-17")));
        assertThat(registered.path("app").asText()).isEqualTo("default");
        JsonNode update = line("things.log", did("thing.update"));
        assertThat(update.path("with").path("name").asText()).isEqualTo("North");
        assertNoSecrets();
    }

    @Test
    void refused_logins_and_refused_changes_are_told() throws Exception {
        GATEWAY.post(
                "/tokens",
                "{\"email\":\"eve@example.org\",\"password\":\"" + SECRET + "\"}",
                "Content-Type",
                "application/json");
        GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\"" + SECRET
                + "\",\"appId\":\"a\",\"thingKey\":\"pump-99\"}}}");
        try (Tr50Client thing = GATEWAY.thing("pump-18")) {
            RunningGateway.call(
                    thing, "user.create", "{\"emailAddress\":\"x@example.org\",\"password\":\"" + SECRET + "\"}");
        }

        JsonNode user = line("refused.log", who("eve@example.org"));
        assertThat(user.path("did").asText()).isEqualTo("login");
        assertThat(user.path("result").asText()).isEqualTo("wrong");
        assertThat(user.path("from").asText()).startsWith("127.0.0.1:");
        JsonNode thing = line("refused.log", who("pump-99"));
        assertThat(thing.path("by").asText()).isEqualTo("HTTP");
        JsonNode change = line("refused.log", did("user.create").and(who("thing:pump-18")));
        assertThat(change.path("result").asInt()).isNegative();
        assertNoSecrets();
    }

    @Test
    void starts_and_stops_are_told_and_nothing_is_forgotten_by_them() throws Exception {
        try (Tr50Client owner = GATEWAY.owner()) {
            RunningGateway.call(owner, "org.create", "{\"name\":\"Plant 7\"}");
        }
        GATEWAY.restart();

        assertThat(lines("changes.log").stream().filter(did("start")).count()).isGreaterThan(1);
        line("changes.log", did("stop"));
        assertThat(line("changes.log", did("org.create"))
                        .path("with")
                        .path("name")
                        .asText())
                .isEqualTo("Plant 7");
    }

    private static String text() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<java.nio.file.Path> files = Files.list(GATEWAY.data().resolve("audit"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static void assertNoSecrets() throws IOException {
        assertThat(text()).doesNotContain(SECRET, GATEWAY.appToken(), GATEWAY.ownerPassword());
    }
}
