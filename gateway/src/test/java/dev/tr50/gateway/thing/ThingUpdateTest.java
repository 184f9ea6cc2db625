package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThingUpdateTest {

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static JsonNode update(Tr50Client client, String params) throws Exception {
        return RunningGateway.call(client, "thing.update", params);
    }

    private static JsonNode find(Tr50Client client, String key) throws Exception {
        return RunningGateway.call(client, "thing.find", "{\"key\":\"" + key + "\"}")
                .get("params");
    }

    @Test
    void a_thing_changes_of_itself_what_it_sends_and_keeps_the_rest() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("self")) {
            assertThat(
                            update(
                                    thing,
                                    "{\"key\":\"self\",\"name\":\"Pump\",\"desc\":\"cellar\",\"imei\":\"35\",\"tags\":[\"a\"]}"))
                    .hasToString("{\"success\":true}");
            update(thing, "{\"name\":\"Pump 17\"}");

            JsonNode found = find(thing, "self");
            assertThat(found.get("name").asText()).isEqualTo("Pump 17");
            assertThat(found.get("desc").asText()).isEqualTo("cellar");
            assertThat(found.get("imei").asText()).isEqualTo("35");
            assertThat(found.get("tags")).hasToString("[\"a\"]");
        }
    }

    @Test
    void what_is_unset_is_gone() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("bare")) {
            update(thing, "{\"desc\":\"cellar\",\"imei\":\"35\",\"tags\":[\"a\"]}");
            update(thing, "{\"unset\":[\"desc\",\"imei\",\"tags\"]}");

            JsonNode found = find(thing, "bare");
            assertThat(found.path("desc").asText("")).isEmpty();
            assertThat(found.path("imei").asText("")).isEmpty();
            assertThat(found.path("tags")).isEmpty();
        }
    }

    @Test
    void a_field_that_cannot_be_unset_is_a_bad_parameter() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("strict")) {
            assertThat(update(thing, "{\"unset\":[\"key\"]}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99003);
        }
    }

    @Test
    void a_thing_changes_no_other_and_a_user_changes_those_that_exist() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("first");
                Tr50Client other = GATEWAY.thing("second");
                Tr50Client owner = GATEWAY.owner()) {
            assertThat(update(thing, "{\"key\":\"second\",\"name\":\"mine now\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99005);
            assertThat(update(owner, "{\"key\":\"second\",\"name\":\"Named by its owner\"}")
                            .at("/success")
                            .asBoolean())
                    .isTrue();
            assertThat(find(other, "second").get("name").asText()).isEqualTo("Named by its owner");
            assertThat(update(owner, "{\"key\":\"third\",\"name\":\"x\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-90008);
        }
    }
}
