package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What which role may do, and what crosses from one thing or group to another: nothing. */
class AccessTest {
    private static final int NOT_PERMITTED = -99005;
    private static final int NOT_FOUND = -90008;
    private static final String VIEWER_TOKEN = "ViewerToken123456";
    private static final String CLOSED_TOKEN = "ClosedToken123456";
    private static final String OTHER_TOKEN = "OtherGroupToken123";
    private static final String SECRET = "SecretOfOneThing12";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @BeforeAll
    static void prepare() throws Exception {
        GATEWAY.whileStopped(AccessTest::addPeopleAndApplications);
    }

    private static void addPeopleAndApplications(Storage storage) {
        Group group = storage.groups().findByKey("DEFAULT").orElseThrow();
        Group other = storage.groups().create("OTHER", "Other");
        Passwords passwords = new Passwords();
        storage.users().create("viewer@localhost", passwords.hash("viewer"), group.id(), Role.VIEWER);
        storage.users().create("editor@localhost", passwords.hash("editor"), group.id(), Role.EDITOR);
        storage.users().create("other@localhost", passwords.hash("other"), other.id(), Role.OWNER);
        storage.apps()
                .create(
                        group.id(),
                        "viewing",
                        Secrets.hash(VIEWER_TOKEN),
                        Groups.DEFAULT_DEFINITION,
                        List.of(),
                        Role.VIEWER);
        storage.apps().create(group.id(), "closed", Secrets.hash(CLOSED_TOKEN), null, List.of(), Role.EDITOR);
        storage.apps()
                .create(
                        other.id(),
                        "other",
                        Secrets.hash(OTHER_TOKEN),
                        Groups.DEFAULT_DEFINITION,
                        List.of("registered"),
                        Role.EDITOR);
        storage.things()
                .create(
                        group.id(),
                        new NewThing(
                                "with-secret",
                                "With a secret",
                                null,
                                Groups.DEFAULT_DEFINITION,
                                List.of(),
                                List.of(),
                                Identifiers.NONE,
                                "test",
                                null,
                                Secrets.hash(SECRET),
                                null));
    }

    @Test
    void a_thing_reads_and_changes_its_own_files_only() throws Exception {
        try (Tr50Client one = GATEWAY.thing("one");
                Tr50Client two = GATEWAY.thing("two")) {
            GATEWAY.store(one, "{\"fileName\":\"mine\"}", "x");

            for (String command : List.of("file.get", "file.info", "file.delete", "file.put")) {
                assertThat(code(two, command, "{\"fileName\":\"mine\",\"thingKey\":\"one\"}"))
                        .as(command)
                        .isEqualTo(NOT_PERMITTED);
            }
            assertThat(code(two, "file.list", "{\"thingKey\":\"one\"}")).isEqualTo(NOT_PERMITTED);
            assertThat(code(two, "file.get", "{\"fileName\":\"mine\"}")).isEqualTo(NOT_FOUND);
        }
    }

    @Test
    void a_thing_reads_the_files_of_its_group_and_changes_them_when_its_application_is_an_editor() throws Exception {
        try (Tr50Client editor = GATEWAY.thing("editing");
                Tr50Client viewer = GATEWAY.client("viewing", VIEWER_TOKEN)) {
            GATEWAY.store(editor, "{\"fileName\":\"shared\",\"global\":true}", "x");

            assertThat(code(viewer, "file.get", "{\"fileName\":\"shared\",\"global\":true}"))
                    .isZero();
            assertThat(code(viewer, "file.put", "{\"fileName\":\"shared\",\"global\":true}"))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(code(viewer, "file.delete", "{\"fileName\":\"shared\",\"global\":true}"))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(code(viewer, "file.put", "{\"fileName\":\"own\"}")).isZero();
        }
    }

    @Test
    void a_user_who_is_a_viewer_reads_and_changes_nothing() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("viewed");
                Tr50Client viewer = GATEWAY.client("viewer@localhost", "viewer")) {
            GATEWAY.store(thing, "{\"fileName\":\"a\"}", "x");

            assertThat(code(viewer, "file.get", "{\"fileName\":\"a\",\"thingKey\":\"viewed\"}"))
                    .isZero();
            assertThat(code(viewer, "file.delete", "{\"fileName\":\"a\",\"thingKey\":\"viewed\"}"))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(code(viewer, "file.put", "{\"fileName\":\"a\",\"thingKey\":\"viewed\"}"))
                    .isEqualTo(NOT_PERMITTED);
            assertThat(code(viewer, "thing.create", "{\"key\":\"x\",\"name\":\"x\"}"))
                    .isEqualTo(NOT_PERMITTED);
        }
    }

    @Test
    void a_user_who_is_an_editor_changes_the_files_of_every_thing_of_the_group() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("edited");
                Tr50Client editor = GATEWAY.client("editor@localhost", "editor")) {
            GATEWAY.store(thing, "{\"fileName\":\"a\"}", "x");

            assertThat(code(editor, "file.delete", "{\"fileName\":\"a\",\"thingKey\":\"edited\"}"))
                    .isZero();
        }
    }

    @Test
    void perms_tell_what_the_session_may_run() throws Exception {
        try (Tr50Client viewer = GATEWAY.client("viewer@localhost", "viewer");
                Tr50Client thing = GATEWAY.client("viewing", VIEWER_TOKEN)) {
            JsonNode perms = RunningGateway.call(viewer, "session.info", null).at("/params/perms");
            assertThat(perms.has("file.list")).isTrue();
            assertThat(perms.has("file.put")).isFalse();
            assertThat(RunningGateway.call(thing, "session.info", null)
                            .at("/params/perms")
                            .has("file.put"))
                    .isTrue();
        }
    }

    @Test
    void nobody_sees_things_or_files_of_another_group_even_with_the_same_key() throws Exception {
        try (Tr50Client here = GATEWAY.thing("same-key");
                Tr50Client there = GATEWAY.client("same-key", OTHER_TOKEN);
                Tr50Client owner = GATEWAY.client("other@localhost", "other")) {
            GATEWAY.store(here, "{\"fileName\":\"a\"}", "x");
            GATEWAY.store(here, "{\"fileName\":\"g\",\"global\":true}", "x");

            assertThat(count(there, "{}")).isZero();
            assertThat(count(there, "{\"global\":true}")).isZero();
            assertThat(count(owner, "{\"thingKey\":\"same-key\"}")).isZero();
            String id = RunningGateway.call(here, "thing.find", null)
                    .at("/params/id")
                    .asText();
            assertThat(code(owner, "thing.find", "{\"id\":\"" + id + "\"}")).isEqualTo(NOT_FOUND);
        }
    }

    @Test
    void an_application_without_registration_lets_known_things_in_and_no_others() {
        GATEWAY.thing("known-thing").close();

        GATEWAY.client("known-thing", CLOSED_TOKEN).close();
        assertThatExceptionOfType(Mqtt3ConnAckException.class)
                .isThrownBy(() -> GATEWAY.client("never-seen", CLOSED_TOKEN));
    }

    @Test
    void a_thing_may_show_its_own_secret_and_no_other_thing_may() throws Exception {
        try (Tr50Client thing = GATEWAY.client("with-secret", SECRET)) {
            assertThat(RunningGateway.call(thing, "thing.find", null)
                            .at("/params/key")
                            .asText())
                    .isEqualTo("with-secret");
        }
        assertThatExceptionOfType(Mqtt3ConnAckException.class).isThrownBy(() -> GATEWAY.client("one", SECRET));
    }

    private static int code(Tr50Client client, String command, String params) throws Exception {
        JsonNode reply = RunningGateway.call(client, command, params);
        return reply.at("/success").asBoolean() ? 0 : reply.at("/errorCodes/0").asInt();
    }

    private static int count(Tr50Client client, String params) throws Exception {
        return RunningGateway.call(client, "file.list", params)
                .at("/params/count")
                .asInt();
    }
}
