package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What lists, searches, deletions and definitions of things do over several messages. */
class ThingCommandsTest {

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Tr50Client owner;

    @BeforeAll
    static void logIn() {
        owner = GATEWAY.owner();
    }

    @AfterAll
    static void logOut() {
        owner.close();
    }

    private static JsonNode call(Tr50Client client, String command, String params) throws Exception {
        return RunningGateway.call(client, command, params.replace('\'', '"'));
    }

    private static int code(JsonNode reply) {
        return reply.at("/errorCodes/0").asInt();
    }

    private static void create(String key, String more) throws Exception {
        assertThat(call(owner, "thing.create", "{'key':'" + key + "','name':'n'" + more + "}")
                        .path("success")
                        .asBoolean())
                .isTrue();
    }

    private static List<String> keys(JsonNode reply) {
        List<String> keys = new ArrayList<>();
        reply.at("/params/result").forEach(row -> keys.add(row.path("key").asText()));
        return keys;
    }

    @Test
    void an_iterator_goes_through_every_thing_once_whatever_comes_and_goes_meanwhile() throws Exception {
        for (int i = 1; i <= 5; i++) {
            create("walk-" + i, ",'tags':['walk']");
        }
        String ask = "{'tags':['walk'],'sort':'key','limit':2,'iterator':'";

        JsonNode first = call(owner, "thing.list", ask + "new'}");
        String token = first.at("/params/iterator").asText();
        call(owner, "thing.delete", "{'key':'walk-1'}");
        create("walk-0", ",'tags':['walk']");
        JsonNode second = call(owner, "thing.list", ask + token + "'}");
        create("walk-6", ",'tags':['walk']");
        JsonNode third = call(owner, "thing.list", ask + token + "'}");

        assertThat(keys(first)).containsExactly("walk-1", "walk-2");
        assertThat(keys(second)).containsExactly("walk-3", "walk-4");
        assertThat(keys(third)).containsExactly("walk-5", "walk-6");
        assertThat(code(call(owner, "thing.list", ask + token + "'}"))).isEqualTo(-90058);
        assertThat(code(call(owner, "thing.list", ask + token + "'}"))).isEqualTo(-90008);
    }

    @Test
    void an_iterator_goes_through_what_a_search_finds() throws Exception {
        for (int i = 1; i <= 4; i++) {
            create("found-" + i, ",'attrs':{'site':{'value':'" + (i % 2 == 0 ? "north" : "south") + "'}}");
        }
        String ask = "{'query':'key:found-* AND attrs.site.value:north','limit':1,'iterator':'";

        JsonNode first = call(owner, "thing.search", ask + "new'}");
        String token = first.at("/params/iterator").asText();
        JsonNode second = call(owner, "thing.search", ask + token + "'}");

        assertThat(keys(first)).containsExactly("found-2");
        assertThat(keys(second)).containsExactly("found-4");
        assertThat(code(call(owner, "thing.search", ask + token + "'}"))).isEqualTo(-90058);
    }

    @Test
    void nobody_goes_on_with_the_iterator_of_another() throws Exception {
        String token = call(owner, "thing.list", "{'iterator':'new'}")
                .at("/params/iterator")
                .asText();
        addEditor("curious@example.org");

        try (Tr50Client curious = GATEWAY.client("curious@example.org", "password of editor")) {
            assertThat(code(call(curious, "thing.list", "{'iterator':'" + token + "'}")))
                    .isEqualTo(-90008);
        }
    }

    private static void addEditor(String email) throws Exception {
        call(owner, "user.create", "{'emailAddress':'" + email + "','password':'password of editor'}");
        assertThat(call(owner, "user.org.add", "{'emailAddress':'" + email + "','roles':['000000000000000000000002']}")
                        .path("success")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void the_connection_of_a_deleted_thing_ends() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("doomed")) {
            assertThat(call(thing, "diag.ping", "{}").path("success").asBoolean())
                    .isTrue();

            assertThat(call(owner, "thing.delete", "{'key':['doomed']}")
                            .at("/params/count")
                            .asInt())
                    .isEqualTo(1);

            assertThat(code(call(owner, "thing.find", "{'key':'doomed'}"))).isEqualTo(-90008);
            assertThat(call(owner, "thing.list", "{'keys':['doomed']}")
                            .at("/params/count")
                            .asInt())
                    .isZero();
            await().atMost(RunningGateway.PATIENCE).until(() -> isClosed(thing));
        }
    }

    private static boolean isClosed(Tr50Client client) throws Exception {
        try {
            return client.call("diag.ping", "{}", Duration.ofMillis(200)).isEmpty();
        } catch (RuntimeException gone) {
            return true;
        }
    }

    @Test
    void all_things_are_deleted_for_administrators_alone() throws Exception {
        addEditor("editor@example.org");

        try (Tr50Client editor = GATEWAY.client("editor@example.org", "password of editor")) {
            assertThat(code(call(editor, "thing.delete", "{'all':true}"))).isEqualTo(-99005);
        }
    }

    @Test
    void another_definition_holds_for_the_next_that_a_connected_thing_publishes() throws Exception {
        call(owner, "thing_def.create", "{'key':'strict','name':'Strict','properties':{'rpm':{}}}");
        try (Tr50Client thing = GATEWAY.thing("changing")) {
            assertThat(code(call(thing, "property.publish", "{'key':'flow','value':1}")))
                    .isZero();

            call(
                    owner,
                    "thing.def.change",
                    "{'key':'changing','newDefKey':'strict','dropProps':false,'dropAttrs':false,'dropAlarms':false}");

            assertThat(code(call(thing, "property.publish", "{'key':'flow','value':1}")))
                    .isEqualTo(-99012);
            assertThat(code(call(thing, "property.publish", "{'key':'rpm','value':1}")))
                    .isZero();
            assertThat(call(thing, "property.current", "{'key':'flow'}")
                            .at("/params/value")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void keys_that_many_things_publish_first_are_defined_once() throws Exception {
        call(owner, "thing_def.create", "{'key':'open','name':'Open','autoDefProps':true}");
        create("auto-1", ",'defKey':'open'");
        create("auto-2", ",'defKey':'open'");
        for (String thing : List.of("auto-1", "auto-2")) {
            call(owner, "property.publish", "{'thingKey':'" + thing + "','key':'rpm','value':1}");
            call(owner, "alarm.publish", "{'thingKey':'" + thing + "','key':'heat','state':2}");
        }

        JsonNode definition = call(owner, "thing_def.find", "{'key':'open'}").get("params");

        assertThat(definition.at("/properties/rpm/name").asText()).isEqualTo("auto:rpm");
        assertThat(definition.at("/properties/rpm/calcAggregates").isBoolean()).isTrue();
        assertThat(definition.at("/alarms/heat/name").asText()).isEqualTo("auto:heat");
        assertThat(definition.get("version").asInt()).isEqualTo(3);
        assertThat(code(call(owner, "attribute.publish", "{'thingKey':'auto-1','key':'os','value':'x'}")))
                .isEqualTo(-99012);
    }
}
