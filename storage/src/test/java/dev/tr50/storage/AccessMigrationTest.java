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

/** The script that gives applications roles, on a database that has applications already; and what is kept with it. */
class AccessMigrationTest {
    private static final List<String> ROWS = List.of(
            "INSERT INTO scopes (id, group_id, thing_id) VALUES (1, 'g1', NULL)",
            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'DEFAULT', 'Default', 1)",
            "INSERT INTO thing_definitions (id, group_id, def_key, name) VALUES ('d1', 'g1', 'default', 'Default')",
            "INSERT INTO apps (id, group_id, name, token_hash, auto_reg_def_key, auto_reg_tags, role)"
                    + " VALUES ('a1', 'g1', 'old', 'token', 'default', ARRAY['a'], 'VIEWER')",
            "INSERT INTO sessions (token_hash, principal_kind, principal_id, group_id, app_id, created_on, last_accessed,"
                    + " expires_at) VALUES ('s', 'THING', 't1', 'g1', 'a1', 1, 1, 4000000000000)");

    @TempDir
    Path folder;

    /** The database commits each change of a table at once, so a crash leaves what was done by then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 7, 15})
    void an_application_of_an_older_version_is_as_it_was_also_when_a_crash_ended_the_script(int steps)
            throws IOException {
        OldFolder.make(
                folder,
                "3",
                Stream.concat(ROWS.stream(), script().stream().limit(steps)).toList());

        try (Storage storage = Storage.open(folder)) {
            App old = storage.apps().findByTokenHash("token").orElseThrow();
            assertThat(old.role()).isEqualTo(Role.VIEWER);
            assertThat(old.autoRegDefId()).isEqualTo("d1");
            assertThat(old.autoRegTags()).containsExactly("a");
            assertThat(old.autoRegSecTags()).isEmpty();
            assertThat(old.roleIds()).isEmpty();
            assertThat(old.isOrgAdmin()).isFalse();
            assertThat(old.stamps().createdBy()).isEqualTo("SYSTEM");
        }
    }

    @Test
    void a_role_is_kept_as_long_as_an_application_has_it_and_goes_with_its_group() {
        OldFolder.make(folder, "3", ROWS);
        try (Storage storage = Storage.open(folder)) {
            AppRoleChange rest = new AppRoleChange("Role", null, List.of("property"), null, null);
            AppRole role = storage.appRoles().create("g1", "role", rest, "me");
            AppChange withRole = new AppChange(null, null, null, null, null, List.of(role.id()), null, null);
            assertThat(storage.apps()
                            .update("g1", "a1", withRole, "me")
                            .orElseThrow()
                            .roleIds())
                    .containsExactly(role.id());

            assertThatThrownBy(() -> storage.appRoles().delete("g1", role.id())).isInstanceOf(InUseException.class);
            assertThatThrownBy(() -> storage.appRoles().create("g1", "role", rest, "me"))
                    .isInstanceOf(AlreadyExistsException.class);
            assertThat(storage.sessions().find("s", Instant.EPOCH))
                    .as("roles end no session")
                    .isPresent();

            assertThat(storage.apps().update("g1", "a1", withRole.withToken("other"), "me"))
                    .isPresent();
            assertThat(storage.sessions().find("s", Instant.EPOCH))
                    .as("another token does")
                    .isEmpty();
            assertThat(storage.apps().update("elsewhere", "a1", withRole, "me")).isEmpty();

            storage.provisioning()
                    .deleteGroup(storage.groups().findByKey("DEFAULT").orElseThrow());
            assertThat(storage.appRoles().ofGroup("g1")).isEmpty();
            assertThat(storage.apps().ofGroup("g1")).isEmpty();
        }
    }

    private static List<String> script() throws IOException {
        try (InputStream script =
                Storage.class.getClassLoader().getResourceAsStream(Migrations.LOCATION + "/V9__access.sql")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Stream.of(text.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }
}
