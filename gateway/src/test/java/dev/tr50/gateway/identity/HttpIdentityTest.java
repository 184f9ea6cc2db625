package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.MovableClock;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Token;
import dev.tr50.storage.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIdentityTest {

    private final MovableClock clock = new MovableClock();

    @TempDir
    Path folder;

    private Storage storage;
    private HttpIdentity identity;
    private Group group;
    private Thing pump;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        identity = new HttpIdentity(storage, clock);
        group = storage.groups().create("PLANT", "Plant");
        pump = storage.things()
                .create(
                        group.id(),
                        new NewThing(
                                "pump",
                                "Pump",
                                null,
                                Groups.DEFAULT_DEFINITION,
                                List.of(),
                                List.of(),
                                Identifiers.NONE,
                                "test",
                                null,
                                Secrets.hash("secret"),
                                Secrets.hash("external")));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private User user(String email, String token) {
        User user = storage.users().create(email, "hash");
        storage.tokens()
                .create(
                        new Token(
                                ObjectId.next(),
                                Secrets.hash(token),
                                user.id(),
                                Token.Kind.LOGIN,
                                clock.instant(),
                                clock.instant().plusSeconds(60)),
                        10);
        return user;
    }

    private static void assertRefused(Runnable ask, int status, String error) {
        HttpRefused refused = catchThrowableOfType(HttpRefused.class, ask::run);
        assertThat(refused).as("a refusal").isNotNull();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused).hasMessage(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thing secret", "thing secret", "THING   secret ", " Thing secret", "External external"})
    void a_thing_is_known_by_its_secret_and_by_its_external_key(String authorization) {
        assertThat(identity.thing(authorization)).isEqualTo(pump);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "Thing",
                "Thing ",
                "secret",
                "Bearer secret",
                "Basic secret",
                "Thingsecret",
                "Things secret"
            })
    void without_a_key_no_thing_is_looked_for(String authorization) {
        assertRefused(() -> identity.thing(authorization), 401, "missing or invalid bearer entity key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thing external",
                "External secret",
                "Thing pump",
                "Thing Secret",
                "Thing secret secret",
                "Thing '"
            })
    void the_keys_of_a_thing_open_each_its_own_door_only(String authorization) {
        assertRefused(() -> identity.thing(authorization), 401, "failed to perform authentication over the entity");
    }

    @Test
    void a_user_is_known_by_a_token_until_that_expires() {
        User ada = user("ada@example.org", "token");

        assertThat(identity.user("Bearer token")).isEqualTo(ada);
        assertThat(identity.user("bearer  token ")).isEqualTo(ada);
        assertThat(identity.bearer("Bearer token").token().kind()).isEqualTo(Token.Kind.LOGIN);
        clock.advance(Duration.ofSeconds(60));
        assertRefused(() -> identity.user("Bearer token"), 401, "failed to validate token");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Thing secret", "External external", "token"})
    void without_a_token_no_user_is_looked_for(String authorization) {
        assertRefused(() -> identity.user(authorization), 401, "missing or invalid bearer user token");
    }

    @Test
    void the_key_of_a_thing_is_no_token_and_a_token_is_no_key() {
        user("ada@example.org", "token");

        assertRefused(() -> identity.user("Bearer secret"), 401, "failed to validate token");
        assertRefused(() -> identity.thing("Thing token"), 401, "failed to perform authentication over the entity");
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER,VIEWER,true", "VIEWER,EDITOR,false", "EDITOR,EDITOR,true", "EDITOR,ADMIN,false",
        "ADMIN,EDITOR,true", "ADMIN,OWNER,false", "OWNER,OWNER,true", "OWNER,VIEWER,true"
    })
    void a_member_may_what_its_role_allows(Role role, Role needed, boolean may) {
        User ada = user("ada@example.org", "token");
        storage.users().setRole(ada.id(), group.id(), role);

        if (may) {
            assertThat(identity.group(ada, group.id(), needed)).isEqualTo(group);
        } else {
            assertRefused(
                    () -> identity.group(ada, group.id(), needed),
                    403,
                    "failed to perform authorization over the entity");
        }
    }

    @Test
    void whoever_is_no_member_may_nothing_unless_it_is_root() {
        User stranger = user("stranger@example.org", "token");
        User root = storage.users()
                .createRoot(
                        "root@example.org",
                        "hash",
                        storage.groups().create("R", "R").id());

        assertRefused(
                () -> identity.group(stranger, group.id(), Role.VIEWER),
                403,
                "failed to perform authorization over the entity");
        assertThat(identity.group(root, group.id(), Role.OWNER)).isEqualTo(group);
    }

    @Test
    void root_is_held_to_the_role_it_has_as_a_member() {
        User root = storage.users().createRoot("root@example.org", "hash", group.id());
        storage.users().setRole(root.id(), group.id(), Role.VIEWER);

        assertThat(identity.group(root, group.id(), Role.VIEWER)).isEqualTo(group);
        assertRefused(
                () -> identity.group(root, group.id(), Role.EDITOR),
                403,
                "failed to perform authorization over the entity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PLANT", "0123456789abcdef01234567", "../..", "\0"})
    void a_group_that_is_not_there_is_not_found_whoever_asks(String id) {
        User ada = user("ada@example.org", "token");

        assertRefused(() -> identity.group(ada, id, Role.VIEWER), 404, "entity not found");
    }
}
