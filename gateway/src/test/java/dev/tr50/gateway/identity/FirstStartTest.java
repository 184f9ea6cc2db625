package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.identity.Logins.LoggedIn;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
    private static final Origin HERE = Origin.http("127.0.0.1:1");

    @TempDir
    Path data;

    private final Passwords passwords = new Passwords();

    @Test
    void the_first_start_makes_a_group_its_owner_and_an_application_that_registers_things() throws IOException {
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of());
            Map<String, String> credentials = FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
            Logins logins = logins(storage);

            assertThat(credentials).containsEntry(FirstStart.ADMIN_EMAIL, "admin@localhost");
            LoggedIn owner = logins.user("admin@localhost", credentials.get(FirstStart.ADMIN_PASSWORD), HERE);
            assertThat(owner.role()).isEqualTo(Role.OWNER);
            assertThat(owner.group().key()).isEqualTo("DEFAULT");
            assertThat(logins.thing("pump-17", credentials.get(FirstStart.APP_TOKEN), "app", HERE)
                            .isNew())
                    .isTrue();
        }
    }

    private Logins logins(Storage storage) {
        return new Logins(storage, passwords, LoginRules.DEFAULT, 8, Clock.systemUTC(), LoginWitness.NOBODY);
    }

    @Test
    void the_credentials_are_for_their_owner_only() throws IOException {
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of());
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(FirstStart.CREDENTIALS))))
                .isEqualTo("rw-------");
    }

    @Test
    void generated_secrets_are_long_and_hold_capitals_small_letters_and_digits() throws IOException {
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of());
        }

        assertThat(FirstStart.read(data.resolve(FirstStart.CREDENTIALS)).get(FirstStart.APP_TOKEN))
                .hasSizeGreaterThanOrEqualTo(22)
                .containsPattern("[A-Z]")
                .containsPattern("[a-z]")
                .containsPattern("[0-9]");
    }

    @Test
    void values_from_the_environment_are_taken() throws IOException {
        Map<String, String> environment = Map.of(
                FirstStart.ADMIN_EMAIL, "ann@example.org",
                FirstStart.ADMIN_PASSWORD, "secret=with=signs",
                FirstStart.APP_TOKEN, "Token1234567890ab");
        try (Storage storage = Storage.open(data)) {
            start(storage, environment);

            assertThat(logins(storage)
                            .user("ann@example.org", "secret=with=signs", HERE)
                            .role())
                    .isEqualTo(Role.OWNER);
        }
        assertThat(FirstStart.read(data.resolve(FirstStart.CREDENTIALS))).isEqualTo(environment);
    }

    @Test
    void an_address_that_is_none_is_refused_by_name() {
        try (Storage storage = Storage.open(data)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> start(storage, Map.of(FirstStart.ADMIN_EMAIL, "ann")))
                    .withMessageContaining(FirstStart.ADMIN_EMAIL);
        }
    }

    @Test
    void later_starts_change_nothing() throws IOException {
        User owner;
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of());
            owner = storage.users().findByEmail("admin@localhost").orElseThrow();
        }
        Map<String, String> first = FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of(FirstStart.ADMIN_PASSWORD, "another", FirstStart.APP_TOKEN, "another"));

            assertThat(storage.users().findByEmail("admin@localhost")).contains(owner);
        }
        assertThat(FirstStart.read(data.resolve(FirstStart.CREDENTIALS))).isEqualTo(first);
    }

    @Test
    void a_start_that_broke_off_after_writing_the_file_is_finished_with_the_same_credentials() throws IOException {
        try (Storage storage = Storage.open(data)) {
            start(storage, Map.of());
        }
        String written = Files.readString(data.resolve(FirstStart.CREDENTIALS));
        Path other = Files.createDirectory(data.resolve("other"));
        Files.writeString(other.resolve(FirstStart.CREDENTIALS), written);

        try (Storage storage = Storage.open(other)) {
            new FirstStart(storage, passwords, Map.of()).runIn(other);
        }

        assertThat(other.resolve(FirstStart.CREDENTIALS)).hasContent(written);
    }

    private void start(Storage storage, Map<String, String> environment) throws IOException {
        new FirstStart(storage, passwords, environment).runIn(data);
    }
}
