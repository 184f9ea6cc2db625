package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.NewThing;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AppIdTest {

    private static void assertEnters(RunningGateway gateway, String thingKey, String clientId) throws Exception {
        try (Tr50Client thing =
                Tr50Client.connect("127.0.0.1", gateway.mqttPort(), thingKey, gateway.appToken(), clientId)) {
            assertThat(RunningGateway.call(thing, "diag.ping", null)
                            .at("/success")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static void assertRefused(RunningGateway gateway, String thingKey, String clientId) {
        Mqtt3ConnAckException refused = catchThrowableOfType(
                Mqtt3ConnAckException.class,
                () -> Tr50Client.connect("127.0.0.1", gateway.mqttPort(), thingKey, gateway.appToken(), clientId));
        assertThat(refused.getMqttMessage().getReturnCode()).isEqualTo(Mqtt3ConnAckReturnCode.NOT_AUTHORIZED);
    }

    private static JsonNode login(RunningGateway gateway, String thingKey, String appId)
            throws IOException, InterruptedException {
        String given = appId == null ? "" : "\"appId\":\"" + appId + "\",";
        return gateway.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{" + given + "\"appToken\":\""
                        + gateway.appToken() + "\",\"thingKey\":\"" + thingKey + "\"}}}")
                .get("auth");
    }

    @Nested
    class Where_things_are_bound {
        @RegisterExtension
        static final RunningGateway GATEWAY =
                new RunningGateway(settings -> settings.withLogins(LoginRules.DEFAULT.withBindAppId(true)));

        @Test
        void a_thing_comes_again_with_the_client_id_it_first_came_with_and_with_no_other() throws Exception {
            assertEnters(GATEWAY, "bound", "mine");
            assertEnters(GATEWAY, "bound", "mine");
            assertRefused(GATEWAY, "bound", "yours");
            assertRefused(GATEWAY, "bound", "");
        }

        @Test
        void client_id_and_app_id_are_one_at_both_doors() throws Exception {
            assertThat(login(GATEWAY, "both", "mine").at("/success").asBoolean())
                    .isTrue();
            assertEnters(GATEWAY, "both", "mine");
            assertRefused(GATEWAY, "both", "yours");

            JsonNode refused = login(GATEWAY, "both", "yours");
            assertThat(refused.at("/errorCodes/0").asInt()).isEqualTo(-99004);
            assertThat(refused.at("/errorMessages/0").asText()).contains("another application id");
            assertThat(login(GATEWAY, "both", null).at("/errorCodes/0").asInt()).isEqualTo(-99004);
        }

        @Test
        void a_thing_that_was_made_beforehand_is_bound_by_its_first_login() throws Exception {
            GATEWAY.whileStopped(storage -> storage.things()
                    .create(storage.groups().findByKey("DEFAULT").orElseThrow().id(), NewThing.named("prepared")));

            assertEnters(GATEWAY, "prepared", "mine");
            assertRefused(GATEWAY, "prepared", "yours");
        }

        @Test
        void who_names_no_app_id_binds_nothing() throws Exception {
            assertThat(login(GATEWAY, "shy", null).at("/success").asBoolean()).isTrue();
            assertEnters(GATEWAY, "shy", "");
            assertEnters(GATEWAY, "shy", "mine");
            assertRefused(GATEWAY, "shy", "yours");
        }

        @Test
        void the_owner_lets_a_device_that_was_flashed_anew_bind_itself_again() throws Exception {
            assertEnters(GATEWAY, "flashed", "old");
            assertRefused(GATEWAY, "flashed", "new");

            try (Tr50Client thing =
                            Tr50Client.connect("127.0.0.1", GATEWAY.mqttPort(), "flashed", GATEWAY.appToken(), "old");
                    Tr50Client owner = GATEWAY.owner()) {
                String unbind = "{\"key\":\"flashed\",\"unset\":[\"appId\"]}";
                assertThat(RunningGateway.call(thing, "thing.update", unbind)
                                .at("/errorCodes/0")
                                .asInt())
                        .isEqualTo(-99005);
                assertThat(RunningGateway.call(owner, "thing.update", unbind)
                                .at("/success")
                                .asBoolean())
                        .isTrue();
            }

            assertEnters(GATEWAY, "flashed", "new");
            assertRefused(GATEWAY, "flashed", "old");
        }

        @Test
        void many_things_with_the_same_client_id_do_not_disturb_each_other() throws Exception {
            assertEnters(GATEWAY, "one", "constant");
            assertEnters(GATEWAY, "two", "constant");
            assertEnters(GATEWAY, "one", "constant");
        }

        @Test
        void a_binding_survives_a_restart() throws Exception {
            assertEnters(GATEWAY, "lasting", "mine");
            GATEWAY.restart();
            assertRefused(GATEWAY, "lasting", "yours");
        }

        @Test
        void an_app_id_longer_than_a_client_id_may_be_is_a_bad_parameter() throws Exception {
            assertThat(login(GATEWAY, "long", "x".repeat(1024)).at("/success").asBoolean())
                    .isTrue();
            assertThat(login(GATEWAY, "long", "x".repeat(1025))
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99003);
        }
    }

    @Nested
    class By_default {
        @RegisterExtension
        static final RunningGateway GATEWAY = new RunningGateway();

        @Test
        void any_client_id_will_do() throws Exception {
            assertEnters(GATEWAY, "free", "mine");
            assertEnters(GATEWAY, "free", "yours");
            assertThat(login(GATEWAY, "free", "theirs").at("/success").asBoolean())
                    .isTrue();
        }
    }
}
