package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.identity.LoginRules;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.Token;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final int MOST_WRONG = 3;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(settings ->
            settings.withLogins(new LoginRules(MOST_WRONG, Duration.ofMinutes(30), Duration.ofHours(10), false)));

    private static final Client NOBODY = new Client(GATEWAY, null);

    private static String credentials(String email, String password) {
        return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
    }

    @Test
    void the_right_password_gives_a_token_that_survives_a_restart() throws Exception {
        Client.Answer answer = NOBODY.post("/tokens", credentials(GATEWAY.ownerEmail(), GATEWAY.ownerPassword()))
                .is(201);
        String token = answer.text("/token");
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.json().size()).isEqualTo(1);

        GATEWAY.restart();

        assertThat(NOBODY.with("Bearer " + token).get("/groups").is(200).text("/groups/0/key"))
                .isEqualTo("DEFAULT");
        NOBODY.with("bearer   " + token + " ").get("/groups").is(200);
    }

    @Test
    void the_database_holds_the_hash_of_a_token_that_is_good_for_ten_hours() throws Exception {
        String token = Client.token(GATEWAY, GATEWAY.ownerEmail(), GATEWAY.ownerPassword());

        GATEWAY.whileStopped(storage -> {
            Token stored =
                    storage.tokens().find(Secrets.hash(token), Instant.now()).orElseThrow();
            assertThat(Duration.between(stored.issuedAt(), stored.expiresAt())).isEqualTo(Duration.ofHours(10));
            assertThat(storage.tokens().find(token, Instant.now())).isEmpty();
        });

        NOBODY.with("Bearer " + token).get("/groups").is(200);
    }

    @Test
    void an_address_is_the_same_in_capitals() throws Exception {
        Client.token(GATEWAY, GATEWAY.ownerEmail().toUpperCase(Locale.ROOT), GATEWAY.ownerPassword());
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_told_the_same() throws Exception {
        String wrong = NOBODY.post("/tokens", credentials(GATEWAY.ownerEmail(), "wrong"))
                .is(401, "failed to perform authentication over the entity")
                .response()
                .body();
        String unknown = NOBODY.post("/tokens", credentials("nobody@example.org", "wrong"))
                .is(401)
                .response()
                .body();

        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void too_many_wrong_passwords_lock_the_name_for_some_time() throws Exception {
        for (int i = 0; i < MOST_WRONG; i++) {
            NOBODY.post("/tokens", credentials("guessed@example.org", "wrong")).is(401);
        }

        Client.Answer locked = NOBODY.post("/tokens", credentials("Guessed@example.org", "wrong"))
                .is(429, "locked");
        assertThat(Integer.parseInt(locked.header("retry-after"))).isBetween(60, 30 * 60 + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                              | malformed entity specification
            {}                                             | email is missing
            ''                                             | malformed entity specification
            null                                           | the body is null
            []                                             | the body is not an object
            {"email":"a@b.c"}                              | password is missing
            {"email":"a@b.c","password":""}                | password is empty
            {"email":"a@b.c","password":null}              | password is missing
            {"email":"no address","password":"x"}          | email is no e-mail address
            {"email":"@","password":"x"}                   | email is no e-mail address
            {"email":7,"password":"x"}                     | email is not a text
            {"email":true,"password":"x"}                  | email is not a text
            {"email":{"a":1},"password":"x"}               | email is not a text
            {"email":["a@b.c"],"password":"x"}             | email is not a text
            {"email":"a@b.c","email":"d@e.f","password":"x"} | malformed entity specification
            {"email":"a@b.c","password":"x"} trailing      | malformed entity specification
            """)
    void what_is_no_login_is_malformed(String body, String error) throws Exception {
        NOBODY.post("/tokens", body).is(400, "malformed entity specification").is(400, error);
    }

    @Test
    void members_that_are_not_known_are_passed_over_unless_they_are_deep() throws Exception {
        String login = "{\"more\":{\"a\":[1,{}]},\"email\":\"" + GATEWAY.ownerEmail() + "\",\"password\":\""
                + GATEWAY.ownerPassword() + "\"}";
        NOBODY.post("/tokens", login).is(201);

        NOBODY.post("/tokens", "{\"more\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .is(400, "malformed entity specification");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"})
    void what_is_not_called_json_is_not_read(String type) throws Exception {
        String login = credentials(GATEWAY.ownerEmail(), GATEWAY.ownerPassword());

        NOBODY.send(NOBODY.request("/tokens").header("Content-Type", type).POST(BodyPublishers.ofString(login)))
                .is(415, "unsupported content type");
        NOBODY.send(NOBODY.request("/tokens").POST(BodyPublishers.ofString(login)))
                .is(415, "unsupported content type");
        NOBODY.send(NOBODY.request("/tokens")
                        .header("Content-Type", "Application/JSON; charset=utf-8")
                        .POST(BodyPublishers.ofString(login)))
                .is(201);
    }

    @Test
    void a_body_over_64_kib_is_too_long() throws Exception {
        String padding = " ".repeat(64 * 1024);

        NOBODY.post("/tokens", padding + credentials("a@b.c", "x")).is(413);
        NOBODY.send(NOBODY.request("/tokens")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(padding + "{}"))))
                .is(413);
    }

    @Test
    void other_methods_are_told_what_would_be_right() throws Exception {
        assertThat(NOBODY.get("/tokens").is(405).header("allow")).isEqualTo("POST");
        assertThat(NOBODY.delete("/tokens").is(405).header("allow")).isEqualTo("POST");
    }
}
