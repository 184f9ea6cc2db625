package dev.tr50.gateway.session;

import static dev.tr50.gateway.RunningGateway.PATIENCE;
import static dev.tr50.gateway.RunningGateway.call;
import static dev.tr50.gateway.RunningGateway.isServed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users and their groups by command, and sessions that are watched and ended. */
class OrgSwitchTest {
    private static final String VIEWER = "000000000000000000000001";
    private static final String EDITOR = "000000000000000000000002";
    private static final String PASSWORD = "correct horse";
    private static final String THING = "{\"key\":\"%s\",\"name\":\"x\",\"defKey\":\"default\"}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static ApiSession root;

    @BeforeAll
    static void logIn() throws Exception {
        root = ApiSession.ofRoot(GATEWAY);
        root.call("org.create", "{\"name\":\"Plant 1\"}");
    }

    /** A user in the first group, with that role. */
    private static ApiSession user(String name, String role) throws Exception {
        String email = name + "@example.org";
        root.call("user.create", "{\"emailAddress\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}");
        root.call("user.org.add", "{\"emailAddress\":\"" + email + "\",\"roles\":[\"" + role + "\"]}");
        return ApiSession.ofUser(GATEWAY, email, PASSWORD);
    }

    private static String plant() throws Exception {
        return root.call("org.find", "{\"key\":\"PLANT_1\"}").at("/id").asText();
    }

    private static void addToPlant(String name, String role) throws Exception {
        root.call(
                "user.org.add",
                "{\"emailAddress\":\"" + name + "@example.org\",\"orgId\":\"" + plant() + "\",\"roles\":[\"" + role
                        + "\"]}");
    }

    private static String group(ApiSession session) throws Exception {
        return session.call("session.info", "{}").at("/orgKey").asText();
    }

    @Test
    void a_user_works_in_the_group_it_switched_to_also_after_a_restart() throws Exception {
        ApiSession ann = user("ann", EDITOR);
        assertThat(ann.error("session.org.switch", "{\"key\":\"PLANT_1\"}"))
                .as("no member yet")
                .isEqualTo(-90008);
        addToPlant("ann", VIEWER);
        assertThat(ann.call("session.org.list", "{}").at("/result").findValuesAsText("orgKey"))
                .containsExactly("DEFAULT", "PLANT_1");

        ann.call("session.org.switch", "{\"key\":\"PLANT_1\"}");

        assertThat(group(ann)).isEqualTo("PLANT_1");
        assertThat(ann.error("thing.create", THING.formatted("a")))
                .as("a viewer there")
                .isEqualTo(-99005);
        assertThat(ann.call("user.find", "{}").at("/defaultOrgId").asText()).isEqualTo(plant());
        GATEWAY.restart();
        assertThat(group(ann)).isEqualTo("PLANT_1");
        assertThat(group(ApiSession.ofUser(GATEWAY, "ann@example.org", PASSWORD)))
                .as("another session")
                .isEqualTo("DEFAULT");
        ann.call(
                "session.org.switch",
                "{\"id\":\""
                        + root.call("org.find", "{\"key\":\"DEFAULT\"}")
                                .at("/id")
                                .asText() + "\"}");
        ann.call("thing.create", THING.formatted("made-by-ann"));
    }

    @Test
    void what_follows_a_switch_in_its_message_is_run_in_the_new_group() throws Exception {
        JsonNode reply = GATEWAY.api(
                "{\"1\":{\"command\":\"session.info\"},\"2\":{\"command\":\"session.org.switch\",\"params\":{\"key\":\"PLANT_1\"}},"
                        + "\"3\":{\"command\":\"session.info\"},\"4\":{\"command\":\"session.org.switch\",\"params\":{\"key\":\"DEFAULT\"}},"
                        + "\"5\":{\"command\":\"session.info\"}}",
                "sessionId",
                ApiSession.ofRoot(GATEWAY).id());

        assertThat(reply.fieldNames()).toIterable().containsExactly("1", "2", "3", "4", "5");
        assertThat(reply.findValuesAsText("orgKey")).containsExactly("DEFAULT", "PLANT_1", "DEFAULT");
    }

    @Test
    void a_connection_over_mqtt_stays_where_it_is() throws Exception {
        try (Tr50Client mqtt = GATEWAY.owner()) {
            assertThat(call(mqtt, "session.org.switch", "{\"key\":\"PLANT_1\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99005);
            assertThat(call(mqtt, "session.info", "{}").at("/params/orgKey").asText())
                    .isEqualTo("DEFAULT");
        }
    }

    @Test
    void who_is_taken_out_of_a_group_has_no_session_there() throws Exception {
        ApiSession bob = user("bob", EDITOR);
        addToPlant("bob", EDITOR);
        bob.call("session.org.switch", "{\"key\":\"PLANT_1\"}");

        root.call("user.org.remove", "{\"emailAddress\":\"bob@example.org\",\"orgId\":\"" + plant() + "\"}");

        assertThat(bob.error("diag.ping", "{}")).isEqualTo(-99004);
        assertThat(group(ApiSession.ofUser(GATEWAY, "bob@example.org", PASSWORD)))
                .isEqualTo("DEFAULT");
    }

    @Test
    void a_higher_role_holds_at_once_for_a_connection_over_mqtt() throws Exception {
        user("carol", VIEWER);
        try (Tr50Client carol = GATEWAY.client("carol@example.org", PASSWORD)) {
            assertThat(call(carol, "thing.create", THING.formatted("by-carol"))
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99005);

            root.call("user.org.update", "{\"emailAddress\":\"carol@example.org\",\"roles\":[\"" + EDITOR + "\"]}");
            assertThat(call(carol, "thing.create", THING.formatted("by-carol"))
                            .at("/success")
                            .asBoolean())
                    .isTrue();

            root.call("user.org.update", "{\"emailAddress\":\"carol@example.org\",\"roles\":[\"" + VIEWER + "\"]}");
            await().atMost(PATIENCE).until(() -> !isServed(carol));
        }
    }

    @Test
    void admins_alone_decide_who_is_in_a_group_and_nobody_learns_who_exists() throws Exception {
        ApiSession dave = user("dave", EDITOR);
        assertThat(dave.error("user.org.add", "{\"emailAddress\":\"admin@localhost\",\"isOrgAdmin\":true}"))
                .isEqualTo(-99005);
        assertThat(dave.error("user.org.remove", "{\"emailAddress\":\"nobody@example.org\"}"))
                .isEqualTo(-99005);
        assertThat(dave.error("user.create", "{\"emailAddress\":\"x@example.org\",\"password\":\"" + PASSWORD + "\"}"))
                .isEqualTo(-99005);
        assertThat(dave.error("org.create", "{\"name\":\"Mine\"}")).isEqualTo(-99005);
        assertThat(dave.error("org.delete", "{\"key\":\"DEFAULT\"}")).isEqualTo(-99005);
        assertThat(dave.error("org.find", "{\"key\":\"PLANT_1\"}")).as("a wall").isEqualTo(-90008);
        assertThat(dave.error("user.org.find", "{\"orgId\":\"" + plant() + "\"}"))
                .isEqualTo(-90008);
        dave.call("user.org.remove", "{\"emailAddress\":\"dave@example.org\"}");
        assertThat(dave.error("diag.ping", "{}")).isEqualTo(-99004);
    }

    @Test
    void a_deleted_group_takes_the_sessions_there_along() throws Exception {
        root.call("org.create", "{\"name\":\"Short lived\",\"key\":\"SHORT\"}");
        ApiSession there = ApiSession.ofRoot(GATEWAY);
        there.call("session.org.switch", "{\"key\":\"SHORT\"}");
        there.call("thing.create", THING.formatted("short"));

        root.call("org.delete", "{\"key\":\"SHORT\"}");

        assertThat(there.error("diag.ping", "{}")).isEqualTo(-99004);
        assertThat(root.error("org.find", "{\"key\":\"SHORT\"}")).isEqualTo(-90008);
    }

    @Test
    void an_admin_sees_and_ends_the_sessions_of_the_group_and_learns_nothing_that_lets_in() throws Exception {
        ApiSession eve = user("eve", EDITOR);
        String ref = eve.call("session.info", "{}").at("/ref").asText();
        try (Tr50Client thing = GATEWAY.thing("watched")) {
            String connection =
                    call(thing, "session.info", "{}").at("/params/id").asText();
            String list = root.call("session.list", "{}").toString();
            assertThat(list).contains(ref, connection, "watched").doesNotContain(eve.id());
            assertThat(root.call("session.find", "{\"id\":\"" + ref + "\"}")
                            .at("/userName")
                            .asText())
                    .isEqualTo("eve@example.org");
            assertThat(root.call("session.find", "{\"ref\":\"" + connection + "\"}")
                            .at("/thingKey")
                            .asText())
                    .isEqualTo("watched");
            assertThat(eve.error("session.list", "{}")).isEqualTo(-99005);
            assertThat(eve.error("session.end", "{\"id\":\"" + connection + "\"}"))
                    .isEqualTo(-99005);
            assertThat(call(thing, "session.end", "{\"id\":\"" + connection + "\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99005);

            root.call("session.end", "{\"id\":\"" + connection + "\"}");
            await().atMost(PATIENCE)
                    .until(() -> root.error("session.find", "{\"id\":\"" + connection + "\"}") == -90008);
        }
        eve.call("session.end", "{\"id\":\"" + eve.id() + "\"}");
        assertThat(eve.error("diag.ping", "{}")).isEqualTo(-99004);
        assertThat(root.error("session.find", "{\"id\":\"" + ref + "\"}")).isEqualTo(-90008);
    }
}
