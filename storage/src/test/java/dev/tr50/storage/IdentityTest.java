package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @TempDir
    Path folder;

    private Storage storage;
    private Group group;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        group = storage.groups().create("PLANT1", "Plant 1");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_group_is_found_by_id_and_by_key_and_has_a_default_definition() {
        assertThat(storage.groups().findById(group.id())).contains(group);
        assertThat(storage.groups().findByKey("PLANT1")).contains(group);
        assertThat(storage.groups().all()).containsExactly(group);
        assertThat(storage.groups().hasDefinition(group.id(), Groups.DEFAULT_DEFINITION))
                .isTrue();
        assertThat(ObjectId.isObjectId(group.id())).isTrue();
    }

    @Test
    void a_group_key_is_unique() {
        assertThatThrownBy(() -> storage.groups().create("PLANT1", "Other")).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void a_thing_is_found_as_it_was_created() {
        NewThing wanted = new NewThing(
                "pump-17",
                "Pump",
                "in the cellar",
                "default",
                List.of("a"),
                List.of("s"),
                new Identifiers("89", null, "3520", null, null),
                "me",
                "client",
                "ab12",
                "cd34");

        Thing thing = storage.things().create(group.id(), wanted);

        assertThat(storage.things().findByKey(group.id(), "pump-17")).contains(thing);
        assertThat(storage.things().findById(thing.id())).contains(thing);
        assertThat(storage.things().findBySecretHash("ab12")).contains(thing);
        assertThat(storage.things().findBySecretHash("cd34")).isEmpty();
        assertThat(storage.things().findByExternalKeyHash("cd34")).contains(thing);
        assertThat(storage.things().findByExternalKeyHash("ab12")).isEmpty();
        assertThat(thing.lastSeen()).isNull();
        assertThat(storage.things().find(group.id(), new Identifiers("89", null, "3520", null, null), 10))
                .containsExactly(thing);
        assertThat(storage.things().find(group.id(), new Identifiers("89", null, "other", null, null), 10))
                .isEmpty();
    }

    @Test
    void a_thing_key_is_unique_in_its_group_and_free_in_another() {
        storage.things().create(group.id(), NewThing.named("pump"));
        Group other = storage.groups().create("PLANT2", "Plant 2");

        assertThatThrownBy(() -> storage.things().create(group.id(), NewThing.named("pump")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(storage.things().create(other.id(), NewThing.named("pump")).scope())
                .isNotEqualTo(group.scope());
    }

    @Test
    void a_thing_needs_a_definition_of_its_group() {
        NewThing wanted =
                new NewThing("p", "p", null, "unknown", List.of(), List.of(), Identifiers.NONE, "me", null, null, null);

        assertThatThrownBy(() -> storage.things().create(group.id(), wanted))
                .isInstanceOf(NoSuchDefinitionException.class);
        storage.thingDefinitions().create(group.id(), "unknown", DefinitionContent.empty("Now known", true), "test");
        assertThat(storage.things().create(group.id(), wanted).defKey()).isEqualTo("unknown");
    }

    @Test
    void many_first_connections_of_one_key_make_one_thing() throws Exception {
        Set<Thing> seen = ConcurrentHashMap.newKeySet();
        var threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 80; i++) {
            String key = "thing-" + i / 8;
            threads.execute(() -> seen.add(storage.things().registerIfAbsent(group.id(), NewThing.named(key))));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(seen).hasSize(10);
    }

    @Test
    void a_user_has_a_role_in_each_of_its_groups() {
        User user = storage.users().create("ada@example.org", "hash", group.id(), Role.OWNER);
        Group other = storage.groups().create("PLANT2", "Plant 2");

        assertThat(storage.users().findByEmail("ada@example.org")).contains(user);
        assertThat(storage.users().findById(user.id())).contains(user);
        assertThat(storage.users().role(user.id(), group.id())).contains(Role.OWNER);
        assertThat(storage.users().role(user.id(), other.id())).isEmpty();
        storage.users().setRole(user.id(), other.id(), Role.VIEWER);
        storage.users().setRole(user.id(), other.id(), Role.EDITOR);
        assertThat(storage.users().role(user.id(), other.id())).contains(Role.EDITOR);
        assertThat(storage.users().groupsOf(user.id())).containsExactlyInAnyOrder(group.id(), other.id());
        assertThatThrownBy(() -> storage.users().create("ada@example.org", "h", group.id(), Role.VIEWER))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void an_address_is_the_same_in_capitals_and_kept_in_small_letters() {
        User user = storage.users().create("Ada@Example.org", "hash", group.id(), Role.OWNER);

        assertThat(user.email()).isEqualTo("ada@example.org");
        assertThat(storage.users().findByEmail("ADA@example.ORG")).contains(user);
        assertThatThrownBy(() -> storage.users().create("adA@example.org", "h", group.id(), Role.VIEWER))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void users_of_an_older_version_are_found_however_they_write_their_address() {
        storage.close();
        Path old = folder.resolve("old");
        OldFolder.make(
                old,
                "2",
                List.of(
                        "INSERT INTO scopes (id, group_id) VALUES (1, 'g')",
                        "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g', 'G', 'G', 1)",
                        "INSERT INTO users (id, email, password_hash, default_group_id) VALUES ('u', 'Ada@Example.org', 'h', 'g')"));

        storage = Storage.open(old);

        User ada = new User("u", "ada@example.org", "h", "g", false);
        assertThat(storage.users().findByEmail("Ada@Example.org")).contains(ada);
        assertThat(storage.users().findByEmail("ada@example.org")).contains(ada);
    }

    @Test
    void a_thing_gets_its_client_id_once() {
        Thing thing = storage.things().create(group.id(), NewThing.named("pump"));

        assertThat(storage.things().claim(thing, "first").appId()).isEqualTo("first");
        assertThat(storage.things().claim(thing, "second").appId()).isEqualTo("first");
        assertThat(storage.things().findById(thing.id()).orElseThrow().appId()).isEqualTo("first");
    }

    @Test
    void an_app_is_found_by_its_token() {
        App registering =
                storage.apps().create(group.id(), "default", "token-hash", "default", List.of("auto"), Role.EDITOR);
        App closed = storage.apps().create(group.id(), "closed", "other-hash", null, List.of(), Role.VIEWER);

        assertThat(storage.apps().findByTokenHash("token-hash")).contains(registering);
        assertThat(storage.apps().findById(closed.id())).contains(closed);
        assertThat(storage.apps().ofGroup(group.id())).containsExactly(closed, registering);
    }

    @Test
    void a_session_lives_as_long_as_it_is_used() {
        Instant start = Instant.ofEpochMilli(1_700_000_000_000L);
        User ada = storage.users().create("ada@example.org", "hash");
        Session session = new Session(
                "hash", Session.Kind.USER, ada.id(), group.id(), "app", start, start, start.plusSeconds(60));
        storage.sessions().create(session, ada.passwordHash(), 10);

        assertThat(storage.sessions().find("hash", start)).contains(session);
        storage.sessions().touch("hash", start.plusSeconds(30), start.plusSeconds(90));
        assertThat(storage.sessions().find("hash", start.plusSeconds(80))).isPresent();
        assertThat(storage.sessions().find("hash", start.plusSeconds(90))).isEmpty();
        assertThat(storage.sessions().end("hash")).isTrue();
        assertThat(storage.sessions().end("hash")).isFalse();
    }
}
