package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that brings external keys, tokens and root users, on a database that has things and users already. */
class KeysAndTokensMigrationTest {

    private static final List<String> ROWS = List.of(
            "INSERT INTO scopes (id, group_id, thing_id) VALUES (1, 'g1', NULL), (2, 'g2', NULL), (3, 'g1', 't1'), (4, 'g1', 't2'),"
                    + " (5, 'g2', 't3')",
            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'DEFAULT', 'Default', 1), ('g2', 'B', 'B', 2)",
            "INSERT INTO thing_definitions (id, group_id, def_key, name)"
                    + " VALUES ('d1', 'g1', 'default', 'Default'), ('d2', 'g2', 'default', 'Default')",
            thing("t1", "g1", "alone", 3, "secret-of-one"),
            thing("t2", "g1", "twin", 4, "secret-of-two"),
            thing("t3", "g2", "twin", 5, "secret-of-two"),
            "INSERT INTO users (id, email, password_hash, default_group_id) VALUES"
                    + " ('u1', 'first@b', 'h', 'g1'), ('u2', 'editor@b', 'h', 'g1'), ('u3', 'elsewhere@b', 'h', 'g2')",
            "INSERT INTO memberships (user_id, group_id, role)"
                    + " VALUES ('u1', 'g1', 'OWNER'), ('u2', 'g1', 'EDITOR'), ('u3', 'g2', 'OWNER')",
            "INSERT INTO sessions (token_hash, principal_kind, principal_id, group_id, created_on, last_accessed, expires_at)"
                    + " VALUES ('s', 'USER', 'u1', 'g1', 1, 1, 4000000000000)");

    @TempDir
    Path folder;

    private static String thing(String id, String group, String key, int scope, String secretHash) {
        return "INSERT INTO things (id, group_id, thing_key, name, def_key, tags, sec_tags, created_by, created_on,"
                + " updated_by, updated_on, scope_id, secret_hash) VALUES ('" + id + "', '" + group + "', '" + key
                + "', 'n', 'default', ARRAY['a'], ARRAY[], 'me', 1, 'me', 1, " + scope + ", '" + secretHash + "')";
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "4?"})
    void things_and_users_of_an_older_version_are_as_they_were(String version) {
        OldFolder.make(folder, version, ROWS);

        try (Storage storage = Storage.open(folder)) {
            Thing alone = storage.things().findBySecretHash("secret-of-one").orElseThrow();
            assertThat(alone.key()).isEqualTo("alone");
            assertThat(alone.tags()).containsExactly("a");
            assertThat(alone.externalKeyHash()).isNull();
            assertThat(storage.users().findByEmail("editor@b").orElseThrow().defaultGroupId())
                    .isEqualTo("g1");
            assertThat(storage.sessions().find("s", Instant.EPOCH)).isPresent();
        }
    }

    @Test
    void the_owner_of_the_first_group_is_root_and_nobody_else() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            assertThat(storage.users().findByEmail("first@b").orElseThrow().isRoot())
                    .isTrue();
            assertThat(storage.users().findByEmail("editor@b").orElseThrow().isRoot())
                    .isFalse();
            assertThat(storage.users().findByEmail("elsewhere@b").orElseThrow().isRoot())
                    .isFalse();
        }
    }

    @Test
    void a_secret_that_two_things_had_opens_neither_and_none_can_be_given_twice_any_more() {
        OldFolder.make(folder, "3", ROWS);

        try (Storage storage = Storage.open(folder)) {
            assertThat(storage.things().findBySecretHash("secret-of-two")).isEmpty();
            assertThat(storage.things().findByKey("g2", "twin")).isPresent();
            NewThing copycat = new NewThing(
                    "copycat",
                    "c",
                    null,
                    "default",
                    List.of(),
                    List.of(),
                    Identifiers.NONE,
                    "me",
                    null,
                    "secret-of-one",
                    null);
            assertThatThrownBy(() -> storage.things().create("g2", copycat)).isInstanceOf(AlreadyExistsException.class);
        }
    }

    /** The database commits each change of a table at once, so a crash leaves what was done by then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 7, 9, 10, 13, 15, 16})
    void a_script_that_a_crash_ended_is_run_again_from_the_beginning(int steps) throws IOException {
        OldFolder.make(
                folder,
                "3",
                Stream.concat(ROWS.stream(), script().stream().limit(steps)).toList());

        try (Storage storage = Storage.open(folder)) {
            assertThat(storage.things().findBySecretHash("secret-of-one")).isPresent();
            User first = storage.users().findByEmail("first@b").orElseThrow();
            assertThat(first.isRoot()).isTrue();
            Token token = new Token(
                    ObjectId.next(),
                    "t",
                    first.id(),
                    Token.Kind.LOGIN,
                    Instant.EPOCH,
                    Instant.parse("2999-01-01T00:00:00Z"));
            assertThat(storage.tokens().create(token, 1)).isTrue();
        }
    }

    private static List<String> script() throws IOException {
        try (InputStream script =
                Storage.class.getClassLoader().getResourceAsStream(Migrations.LOCATION + "/V5__keys_and_tokens.sql")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Stream.of(text.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }
}
