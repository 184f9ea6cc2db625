package dev.tr50.gateway.app;

import static dev.tr50.gateway.RunningGateway.PATIENCE;
import static dev.tr50.gateway.RunningGateway.call;
import static dev.tr50.gateway.RunningGateway.isServed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.session.ApiSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application and its roles mean for its things, at login and while they are connected. */
class AppRightsTest {
    private static final String VALUE = "{\"key\":\"p\",\"value\":1}";
    private static final String STATE = "{\"key\":\"a\",\"state\":1}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static ApiSession admin;

    @BeforeAll
    static void logIn() throws Exception {
        admin = ApiSession.ofRoot(GATEWAY);
    }

    private static String role(String key, String perms) throws Exception {
        return admin.call("role.create", "{\"key\":\"" + key + "\",\"name\":\"" + key + "\",\"perms\":" + perms + "}")
                .at("/id")
                .asText();
    }

    /** @param more further params, each followed by a comma */
    private static String app(String name, String more) throws Exception {
        return admin.call("app.create", "{" + more + "\"name\":\"" + name + "\",\"autoRegThingDefId\":\"default\"}")
                .at("/token")
                .asText();
    }

    private static int error(Tr50Client client, String command, String params) throws Exception {
        return call(client, command, params).at("/errorCodes/0").asInt();
    }

    private static boolean succeeds(Tr50Client client, String command, String params) throws Exception {
        return call(client, command, params).at("/success").asBoolean();
    }

    @Test
    void a_role_allows_the_services_and_commands_it_names_and_what_no_client_can_do_without() throws Exception {
        String role = role("metering", "[\"property\",\"alarm.current\",\"app\",\"aws.lambda.invoke\"]");
        String token = app("metering", "\"roles\":[\"" + role + "\",\"\"],");
        try (Tr50Client meter = GATEWAY.client("meter", token)) {
            assertThat(succeeds(meter, "property.publish", VALUE)).isTrue();
            assertThat(succeeds(meter, "property.current", "{\"key\":\"p\"}")).isTrue();
            assertThat(succeeds(meter, "diag.ping", "{}")).isTrue();
            assertThat(error(meter, "alarm.current", "{\"key\":\"a\"}")).isEqualTo(-90008);
            assertThat(error(meter, "alarm.publish", STATE)).isEqualTo(-99005);
            assertThat(error(meter, "thing.find", "{}")).isEqualTo(-99005);
            assertThat(error(meter, "app.list", "{}")).as("only admins").isEqualTo(-99005);

            JsonNode info = call(meter, "session.info", "{}").at("/params");
            assertThat(info.at("/roleKeys")).hasToString("[\"metering\"]");
            assertThat(info.at("/perms").fieldNames())
                    .toIterable()
                    .contains("property.publish", "alarm.current", "diag.time", "session.info")
                    .doesNotContain("alarm.publish", "thing.find", "app.list", "file.put");
        }
    }

    @Test
    void what_several_roles_allow_adds_up() throws Exception {
        String one = role("adds-one", "[\"alarm.publish\"]");
        String token = app("adds-up", "\"roles\":[\"" + one + "\",\"000000000000000000000001\"],");
        try (Tr50Client thing = GATEWAY.client("adds-up", token)) {
            assertThat(succeeds(thing, "alarm.publish", STATE)).isTrue();
            assertThat(succeeds(thing, "file.list", "{}")).as("of a viewer").isTrue();
            assertThat(error(thing, "thing.create", "{\"key\":\"x\",\"name\":\"x\",\"defKey\":\"default\"}"))
                    .isEqualTo(-99005);
        }
    }

    @Test
    void a_changed_role_holds_for_the_next_command_of_a_connection_there_is() throws Exception {
        String role = role("live", "[\"property\"]");
        String token = app("live", "\"roles\":[\"" + role + "\"],");
        try (Tr50Client thing = GATEWAY.client("live", token)) {
            assertThat(error(thing, "alarm.publish", STATE)).isEqualTo(-99005);

            admin.call("role.update", "{\"key\":\"live\",\"perms\":[\"alarm\"]}");
            assertThat(succeeds(thing, "alarm.publish", STATE)).isTrue();
            assertThat(error(thing, "property.publish", VALUE)).isEqualTo(-99005);

            admin.call("app.update", "{\"name\":\"live\",\"roles\":[]}");
            assertThat(succeeds(thing, "property.publish", VALUE)).isTrue();
        }
    }

    @Test
    void a_role_that_an_application_has_stays() throws Exception {
        String role = role("needed", "[\"property\"]");
        app("needs", "\"roles\":[\"" + role + "\"],");

        assertThat(admin.error("role.delete", "{\"key\":\"needed\"}")).isEqualTo(-99005);
        admin.call("app.update", "{\"name\":\"needs\",\"roles\":\"\"}");
        admin.call("role.delete", "{\"key\":\"needed\"}");
        assertThat(admin.error("role.find", "{\"key\":\"needed\"}")).isEqualTo(-90008);
    }

    @Test
    void things_that_administer_work_on_the_whole_group_unless_they_are_kept_to_themselves() throws Exception {
        try (Tr50Client other = GATEWAY.thing("worked-on")) {
            assertThat(succeeds(other, "diag.ping", "{}")).isTrue();
        }
        String of = "{\"thingKey\":\"worked-on\",\"key\":\"p\",\"value\":2}";
        String token = app("administers", "\"isOrgAdmin\":true,");
        try (Tr50Client thing = GATEWAY.client("administers", token)) {
            assertThat(succeeds(thing, "property.publish", of)).isTrue();
            assertThat(succeeds(thing, "thing.find", "{\"key\":\"worked-on\"}")).isTrue();
            assertThat(succeeds(thing, "file.list", "{\"thingKey\":\"worked-on\"}"))
                    .isTrue();
            assertThat(succeeds(thing, "app.list", "{}")).isTrue();
            assertThat(call(thing, "session.info", "{}")
                            .at("/params/hasOrgAdmin")
                            .asBoolean())
                    .isTrue();
            assertThat(error(thing, "user.list", "{}")).as("for users").isEqualTo(-99005);

            admin.call("app.update", "{\"name\":\"administers\",\"restrictAccessToSelf\":true}");

            assertThat(error(thing, "property.publish", of)).isEqualTo(-99005);
            assertThat(error(thing, "thing.find", "{\"key\":\"worked-on\"}")).isEqualTo(-99005);
            assertThat(error(thing, "file.list", "{\"thingKey\":\"worked-on\"}"))
                    .isEqualTo(-99005);
            assertThat(error(thing, "app.list", "{}")).isEqualTo(-99005);
            assertThat(succeeds(thing, "property.publish", VALUE)).isTrue();
        }
    }

    @Test
    void where_an_application_lets_no_unknown_things_in_who_may_not_make_things_makes_none_by_binding_them()
            throws Exception {
        String token = app("closed", "\"roles\":[\"000000000000000000000001\"],");
        admin.call("app.update", "{\"name\":\"closed\",\"autoRegThingDefId\":\"\"}");
        admin.call("thing.create", "{\"key\":\"closed-hub\",\"name\":\"Hub\",\"defKey\":\"default\"}");
        String bind = "{\"key\":\"closed-sensor\",\"autoDefKey\":\"default\"}";
        try (Tr50Client hub = GATEWAY.client("closed-hub", token)) {
            assertThat(error(hub, "thing.bind", bind)).isEqualTo(-90008);
            assertThat(admin.error("thing.find", "{\"key\":\"closed-sensor\"}")).isEqualTo(-90008);

            admin.call("app.update", "{\"name\":\"closed\",\"roles\":[]}");
            assertThat(succeeds(hub, "thing.bind", bind)).as("as an editor").isTrue();
        }
    }

    @Test
    void another_token_turns_out_who_showed_the_old_one() throws Exception {
        String token = app("rotated", "");
        ApiSession session = ApiSession.ofThing(GATEWAY, "rotated-http", token);
        try (Tr50Client thing = GATEWAY.client("rotated", token)) {
            assertThat(succeeds(thing, "diag.ping", "{}")).isTrue();

            admin.call("app.update", "{\"name\":\"rotated\",\"token\":\"Another-token-0123456789\"}");

            await().atMost(PATIENCE).until(() -> !isServed(thing));
        }
        assertThat(session.error("diag.ping", "{}")).isEqualTo(-99004);
        assertThatThrownBy(() -> GATEWAY.client("rotated", token)).isNotNull();
        try (Tr50Client again = GATEWAY.client("rotated", "Another-token-0123456789")) {
            assertThat(succeeds(again, "diag.ping", "{}")).isTrue();
        }
    }

    @Test
    void who_came_with_an_application_that_is_gone_is_turned_out_and_the_thing_stays() throws Exception {
        String token = app("going", "");
        ApiSession session = ApiSession.ofThing(GATEWAY, "going-http", token);
        try (Tr50Client thing = GATEWAY.client("going", token)) {
            assertThat(succeeds(thing, "diag.ping", "{}")).isTrue();

            admin.call("app.delete", "{\"name\":\"going\"}");

            await().atMost(PATIENCE).until(() -> !isServed(thing));
        }
        assertThat(session.error("diag.ping", "{}")).isEqualTo(-99004);
        assertThat(admin.call("thing.find", "{\"key\":\"going\"}")
                        .at("/createdBy")
                        .asText())
                .isEqualTo("AUTOREG");
    }

    @Test
    void an_unknown_thing_is_registered_with_the_tags_of_its_application_or_not_at_all() throws Exception {
        String token = app("tags", "\"autoRegTags\":[\"pump\",\"\"],\"autoRegSecTags\":[\"south\",\"\"],");
        try (Tr50Client thing = GATEWAY.client("tagged", token)) {
            JsonNode found = call(thing, "thing.find", "{}").at("/params");
            assertThat(found.at("/tags")).hasToString("[\"pump\"]");
            assertThat(found.at("/secTags")).hasToString("[\"south\"]");
        }
        admin.call("app.update", "{\"name\":\"tags\",\"autoRegThingDefId\":\"\"}");
        assertThatThrownBy(() -> GATEWAY.client("not-tagged", token)).isNotNull();
        try (Tr50Client known = GATEWAY.client("tagged", token)) {
            assertThat(succeeds(known, "diag.ping", "{}")).isTrue();
        }
    }

    @Test
    void the_applications_and_the_roles_of_a_group_are_listed_by_name() throws Exception {
        app("aa-first", "");
        role("aa-first", "[]");

        JsonNode apps = admin.call("app.list", "{\"limit\":\"1\"}");
        assertThat(apps.at("/result/0/name").asText()).isEqualTo("aa-first");
        assertThat(apps.at("/result").size()).isOne();
        assertThat(apps.at("/count").asInt()).isGreaterThan(1);
        JsonNode roles = admin.call("role.list", "{\"limit\":5}");
        assertThat(roles.at("/result").findValuesAsText("key"))
                .containsExactly("viewer", "editor", "admin", "owner", "aa-first");
        assertThat(roles.at("/result/0/readOnly").asBoolean()).isTrue();
        assertThat(roles.at("/result/0/perms").toString()).contains("file.list").doesNotContain("thing.create");

        JsonNode perms = admin.call("role.perms", "{}");
        assertThat(perms.at("/property").toString()).contains("\"publish\"", "\"current\"");
        assertThat(perms.at("/thing").toString()).contains("\"attr.set\"");
        assertThat(perms.has("trigger")).isFalse();
    }
}
