package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Client root;

    @BeforeAll
    static void logIn() throws Exception {
        root = Client.root(GATEWAY);
    }

    private static String user(String email) {
        return "{\"email\":\"" + email + "\",\"password\":\"long enough\"}";
    }

    @Test
    void root_makes_a_user_that_logs_in_and_is_in_no_group() throws Exception {
        Client.Answer made = root.post("/users", user("Eve@Example.org")).is(201);

        assertThat(made.header("location")).isEqualTo("/users/" + made.text("/id"));
        assertThat(made.response().body()).doesNotContain("long enough");
        Client eve = Client.user(GATEWAY, "eve@example.org", "long enough");
        assertThat(eve.get(made.header("location")).is(200).text("/email")).isEqualTo("eve@example.org");
        assertThat(eve.get(made.header("location")).json().path("root").asBoolean())
                .isFalse();
        assertThat(eve.get("/groups").json().path("total").asInt()).isZero();
    }

    @Test
    void an_address_is_taken_once_in_capitals_or_not() throws Exception {
        root.post("/users", user("twice@example.org")).is(201);

        root.post("/users", user("TWICE@example.org")).is(409, "entity already exists");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"email":"x@example.org"}                                | password is missing
            {"email":"x@example.org","password":"short 7"}           | password must be 8
            {"email":"x@example.org","password":"           "}       | password must be 8
            {"email":"x@example.org","password":"QWERTYuiop"}        | password must not be one of the passwords
            {"email":"x@example.org","password":12345678}            | password is not a text
            {"password":"long enough"}                               | email is missing
            {"email":"x","password":"long enough"}                   | email is no e-mail address
            {"email":"x@y z","password":"long enough"}               | email is no e-mail address
            {"email":"x@y@z","password":"long enough"}               | email is no e-mail address
            {"email":"x@\\u0000","password":"long enough"}           | email is no e-mail address
            """)
    void a_user_that_could_not_log_in_is_malformed(String body, String error) throws Exception {
        root.post("/users", body).is(400, error);
    }

    @Test
    void a_deleted_user_is_out_at_once() throws Exception {
        String group = root.group("Users");
        Client tom = root.newUser("tom", group, "admin");
        String key = tom.post("/keys", "{}").is(201).text("/value");
        Client byKey = tom.with("Bearer " + key);
        byKey.get("/groups/" + group).is(200);
        String id = id("tom@example.org");

        root.delete("/users/" + id).is(204);

        tom.get("/groups/" + group).is(401, "failed to validate token");
        byKey.get("/groups/" + group).is(401, "failed to validate token");
        root.get("/users/" + id).is(404);
        root.delete("/users/" + id).is(404);
        new Client(GATEWAY, null)
                .post("/tokens", "{\"email\":\"tom@example.org\",\"password\":\"" + Client.password("tom") + "\"}")
                .is(401);
    }

    private static String id(String email) throws Exception {
        for (JsonNode user : root.get("/users?limit=200").json().path("users")) {
            if (user.path("email").asText().equals(email)) {
                return user.path("id").asText();
            }
        }
        throw new AssertionError("no user " + email);
    }

    @Test
    void the_last_root_stays() throws Exception {
        root.delete("/users/" + id(GATEWAY.ownerEmail())).is(409);

        root.get("/users").is(200);
    }

    @Test
    void a_user_sees_itself_and_nobody_else() throws Exception {
        Client bob = root.newUser("bob", null, null);

        bob.get("/users/" + id("bob@example.org")).is(200);
        bob.get("/users/" + id(GATEWAY.ownerEmail())).is(403);
        bob.get("/users/none").is(403);
    }

    @Test
    void a_new_password_ends_the_logins_of_the_old_one_but_the_one_that_asked() throws Exception {
        Client one = root.newUser("changer", null, null);
        String old = Client.password("changer");
        Client two = Client.user(GATEWAY, "changer@example.org", old);
        Client byKey = one.with("Bearer " + one.post("/keys", "{}").is(201).text("/value"));

        one.patch("/password", "{\"old_password\":\"" + old + "\",\"password\":\"another one\"}")
                .is(204);

        one.get("/groups").is(200);
        two.get("/groups").is(401);
        byKey.get("/groups").is(200);
        Client.user(GATEWAY, "changer@example.org", "another one");
        new Client(GATEWAY, null)
                .post("/tokens", "{\"email\":\"changer@example.org\",\"password\":\"" + old + "\"}")
                .is(401);
    }

    @Test
    void a_password_is_not_changed_without_the_old_one() throws Exception {
        Client user = root.newUser("keeper", null, null);

        user.patch("/password", "{\"old_password\":\"wrong\",\"password\":\"another one\"}")
                .is(401);
        user.patch("/password", "{\"password\":\"another one\"}").is(400, "old_password is missing");
        user.patch("/password", "{\"old_password\":\"" + Client.password("keeper") + "\",\"password\":\"short\"}")
                .is(400, "password must be");
        Client.user(GATEWAY, "keeper@example.org", Client.password("keeper"));
    }
}
