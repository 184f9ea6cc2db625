package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Client root;

    @BeforeAll
    static void logIn() throws Exception {
        root = Client.root(GATEWAY);
    }

    @Test
    void a_key_opens_what_its_user_may_until_it_is_revoked() throws Exception {
        Client.Answer made = root.post("/keys", "{\"type\":2}").is(201);
        Client byKey = root.with("Bearer " + made.text("/value"));
        assertThat(made.json().has("expires_at")).isFalse();
        assertThat(made.header("location")).isEqualTo("/keys/" + made.text("/id"));
        byKey.get("/users").is(200);
        GATEWAY.restart();
        byKey.get("/users").is(200);

        root.delete("/keys/" + made.text("/id")).is(204);

        byKey.get("/users").is(401, "failed to validate token");
        root.delete("/keys/" + made.text("/id")).is(404);
    }

    @Test
    void a_key_is_shown_once_and_listed_without_its_value() throws Exception {
        Client user = root.newUser("lister", null, null);
        Client.Answer made = user.post("/keys", "{\"duration\":3600}").is(201);

        JsonNode listed = user.get("/keys").is(200).json();

        assertThat(listed.path("total").asInt()).isEqualTo(1);
        assertThat(listed.at("/keys/0/id").asText()).isEqualTo(made.text("/id"));
        assertThat(listed.toString()).doesNotContain(made.text("/value"));
        assertThat(user.get("/keys/" + made.text("/id")).is(200).json()).isEqualTo(listed.at("/keys/0"));
        Duration life =
                Duration.between(Instant.parse(made.text("/issued_at")), Instant.parse(made.text("/expires_at")));
        assertThat(life).isEqualTo(Duration.ofHours(1));
        root.get("/keys/" + made.text("/id")).is(404);
        root.delete("/keys/" + made.text("/id")).is(404);
    }

    @Test
    void no_body_means_a_key_for_ever() throws Exception {
        Client user = root.newUser("bodyless", null, null);

        assertThat(user.send("POST", "/keys", null).is(201).json().has("expires_at"))
                .isFalse();
        assertThat(user.post("/keys", "{\"duration\":0}").is(201).json().has("expires_at"))
                .isFalse();
    }

    @Test
    void a_key_makes_no_keys() throws Exception {
        Client byKey = root.with("Bearer " + root.post("/keys", "{}").is(201).text("/value"));

        byKey.post("/keys", "{}").is(403, "failed to perform authorization over the entity");
        byKey.get("/keys").is(200);
    }

    @Test
    void a_user_has_a_hundred_keys_at_most() throws Exception {
        Client user = root.newUser("collector", null, null);
        for (int i = 0; i < 100; i++) {
            user.post("/keys", "{}").is(201);
        }

        user.post("/keys", "{}").is(409, "no more than 100 keys");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":0}               | type must be 2
            {"type":"2"}             | type is not a whole number
            {"duration":-1}          | duration must be
            {"duration":1.5}         | duration is not a whole number
            {"duration":"60"}        | duration is not a whole number
            {"duration":99999999999} | duration must be
            {"duration":1e400}       | duration is not a whole number
            {"duration":9999999999999999999999} | malformed entity specification
            {                        | the body is not JSON
            """)
    void a_key_that_is_no_key_is_malformed(String body, String error) throws Exception {
        root.post("/keys", body).is(400, error);
    }
}
