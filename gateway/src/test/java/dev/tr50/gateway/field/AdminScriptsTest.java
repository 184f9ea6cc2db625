package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.session.ApiSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts of administrators and integrators, step by step as they go about it. */
class AdminScriptsTest {
    private static final String DEFINITION =
            "{\"key\":\"pumps_def\",\"name\":\"Pumps\",\"version\":1,\"autoDefProps\":true,"
                    + "\"autoDefAttrs\":true,\"alarms\":{},\"attributes\":{},\"methods\":{},\"properties\":{}}";
    private static final String ROLE =
            "{\"key\":\"developer_role\",\"name\":\"Developer Role\",\"perms\":[\"alarm\",\"alarm.batch\","
                    + "\"aws\",\"aws.lambda.invoke\",\"diag\",\"file\",\"file.get\",\"property\",\"property.batch\",\"session.list\",\"thing\"]}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    /** setup-cloud-deps.py of device-cloud-python and device-cloud-lib: it looks, then makes or updates. */
    @Test
    void the_provisioning_script_runs_twice_and_its_things_log_in() throws Exception {
        ApiSession script = ApiSession.ofRoot(GATEWAY);
        script.call("session.org.switch", "{\"key\":\"DEFAULT\"}");
        JsonNode user = script.call("user.find", "{\"username\":\"" + GATEWAY.ownerEmail() + "\"}");
        JsonNode there = script.call(
                "user.org.find",
                "{\"userId\":\"" + user.at("/id").asText() + "\",\"orgId\":\""
                        + user.at("/defaultOrgId").asText() + "\"}");
        assertThat(there.at("/isOrgAdmin")).hasToString("true");

        String token = provision(script, "create").at("/token").asText();
        provision(script, "update");

        try (Tr50Client pump = GATEWAY.client("pump-1", token)) {
            JsonNode found = RunningGateway.call(pump, "thing.find", "{}").at("/params");
            assertThat(found.at("/defKey").asText()).isEqualTo("pumps_def");
            assertThat(found.at("/tags")).isEmpty();
            assertThat(RunningGateway.call(pump, "alarm.publish", "{\"key\":\"a\",\"state\":1}")
                            .at("/success")
                            .asBoolean())
                    .isTrue();
            assertThat(RunningGateway.call(pump, "mailbox.check", "{}")
                            .at("/errorCodes/0")
                            .asInt())
                    .as("the role does not name it")
                    .isEqualTo(-99005);
        }
    }

    /** @param verb what the script decides on, after it has looked what is there */
    private static JsonNode provision(ApiSession script, String verb) throws Exception {
        boolean isThere = verb.equals("update");
        assertThat(script.send("thing_def.find", "{\"key\":\"pumps_def\"}")
                        .at("/cmd/success")
                        .asBoolean())
                .isEqualTo(isThere);
        script.call("thing_def." + verb, DEFINITION);
        assertThat(script.send("role.find", "{\"key\":\"developer_role\"}")
                        .at("/cmd/success")
                        .asBoolean())
                .isEqualTo(isThere);
        script.call("role." + verb, ROLE);
        assertThat(script.send("app.find", "{\"name\":\"pumps_app\"}")
                        .at("/cmd/success")
                        .asBoolean())
                .isEqualTo(isThere);
        String role = script.call("role.find", "{\"key\":\"developer_role\"}")
                .at("/id")
                .asText();
        String definition = script.call("thing_def.find", "{\"key\":\"pumps_def\"}")
                .at("/id")
                .asText();
        return script.call(
                "app." + verb,
                "{\"name\":\"pumps_app\",\"desc\":\"pumps_app\",\"token\":\"\",\"autoRegThingDefId\":\"" + definition
                        + "\",\"autoRegTags\":[\"\",\"\"],\"autoRegSecTags\":[\"\",\"\"],\"roles\":[\"" + role
                        + "\"],\"isSuperAdmin\":false,\"isSuperOps\":false,\"isOrgAdmin\":false,\"license\":\"\"}");
    }

    /** sample_tr50_python: what it asks about people and organisations; lists stand under params.result. */
    @Test
    void the_sample_finds_its_way_about() throws Exception {
        ApiSession sample = ApiSession.ofRoot(GATEWAY);
        assertThat(sample.call("session.info", "{}").at("/orgKey").asText()).isEqualTo("DEFAULT");
        JsonNode orgs = sample.call("session.org.list", "{}").at("/result");
        assertThat(orgs.findValuesAsText("orgKey")).contains("DEFAULT");
        sample.call("session.org.switch", "{\"key\":\"" + orgs.at("/0/orgKey").asText() + "\"}");
        assertThat(sample.call("org.find", "{\"key\":\"DEFAULT\"}").at("/name").asText())
                .isEqualTo("Default");
        assertThat(sample.call("org.list", "{\"offset\":0,\"limit\":10}").at("/result"))
                .isNotEmpty();
        assertThat(sample.call("user.find", "{\"emailAddress\":\"" + GATEWAY.ownerEmail() + "\"}")
                        .at("/id")
                        .asText())
                .hasSize(24);
        assertThat(sample.call("user.list", "{\"offset\":0,\"limit\":10}")
                        .at("/result")
                        .findValuesAsText("emailAddress"))
                .contains(GATEWAY.ownerEmail());
        String locale = sample.call("locale.list", "{}").at("/result/0").asText();
        sample.call("locale.set", "{\"locale\":\"" + locale + "\"}");
        assertThat(sample.call("locale.get", "{}").at("/locale").asText()).isEqualTo(locale);
        assertThat(sample.error("email.send", "{\"to\":[\"a@example.org\"]}")).isEqualTo(-99002);
        assertThat(sample.error("location.weather", "{\"lat\":1,\"lng\":2}")).isEqualTo(-99002);
    }
}
