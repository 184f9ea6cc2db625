package dev.tr50.gateway.thing;

import static dev.tr50.gateway.RunningGateway.PATIENCE;
import static dev.tr50.gateway.RunningGateway.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.Hardware.Part;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices with sensors behind them, over the wire. */
class BoundThingsTest {

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static JsonNode find(Tr50Client user, String key) throws Exception {
        return call(user, "thing.find", "{\"key\":\"" + key + "\"}").at("/params");
    }

    private static boolean succeeds(Tr50Client client, String command, String params) throws Exception {
        return call(client, command, params).at("/success").asBoolean();
    }

    @Test
    void a_sensor_is_made_by_its_device_and_connected_with_it() throws Exception {
        try (Tr50Client user = GATEWAY.owner()) {
            try (Tr50Client hub = GATEWAY.thing("hub-1")) {
                assertThat(succeeds(
                                hub,
                                "thing.bind",
                                "{\"key\":\"sensor-1\",\"autoDefKey\":\"default\",\"autoDefThingName\":\"Sensor\","
                                        + "\"autoDefTags\":[\"indoor\"],\"autoDefSecTags\":[\"plant\"]}"))
                        .isTrue();
                JsonNode sensor = find(user, "sensor-1");
                assertThat(sensor.at("/name").asText()).isEqualTo("Sensor");
                assertThat(sensor.at("/tags/0").asText()).isEqualTo("indoor");
                assertThat(sensor.at("/secTags/0").asText()).isEqualTo("plant");
                assertThat(sensor.at("/createdBy").asText()).isEqualTo("AUTOREG");
                assertThat(sensor.at("/connected").asBoolean()).isTrue();
                assertThat(sensor.at("/proto").asText()).isEqualTo("MQTT");
                assertThat(sensor.at("/sessionId"))
                        .isEqualTo(call(hub, "session.info", "{}").at("/params/id"));
                assertThat(find(hub, "sensor-1").at("/id")).isEqualTo(sensor.at("/id"));
            }
            await().untilAsserted(() -> assertThat(
                            find(user, "sensor-1").at("/connected").asBoolean(true))
                    .isFalse());
            assertThat(find(user, "sensor-1").at("/lastSeen").isTextual()).isTrue();
        }
    }

    @Test
    void a_device_reads_and_answers_the_mail_of_its_sensor() throws Exception {
        try (Tr50Client user = GATEWAY.owner();
                Tr50Client hub = GATEWAY.thing("hub-2")) {
            call(hub, "thing.bind", "{\"key\":\"sensor-2\"}");
            CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(
                    () -> exec(user, "{\"thingKey\":\"sensor-2\",\"method\":\"blink\",\"ackTimeout\":60}"));
            JsonNode message = await().until(
                            () -> call(hub, "mailbox.check", "{}").at("/params/messages/0"), found -> found.isObject());
            assertThat(message.at("/thingKey").asText()).isEqualTo("sensor-2");
            String ack = "{\"id\":\"" + message.at("/id").asText() + "\",\"params\":{\"times\":3}}";

            try (Tr50Client stranger = GATEWAY.thing("hub-3")) {
                assertThat(succeeds(stranger, "mailbox.ack", ack)).isFalse();
            }
            assertThat(succeeds(hub, "mailbox.ack", ack)).isTrue();
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .at("/params/times")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    private static JsonNode exec(Tr50Client user, String params) {
        try {
            return call(user, "method.exec", params);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_sensor_that_connects_by_itself_or_is_bound_elsewhere_is_its_own() throws Exception {
        String publish = "{\"thingKey\":\"sensor-4\",\"key\":\"temp\",\"value\":1}";
        try (Tr50Client hub = GATEWAY.thing("hub-4");
                Tr50Client other = GATEWAY.thing("hub-5")) {
            call(hub, "thing.bind", "{\"key\":\"sensor-4\"}");
            assertThat(succeeds(hub, "property.publish", publish)).isTrue();
            call(other, "thing.bind", "{\"key\":\"sensor-4\"}");
            assertThat(succeeds(hub, "property.publish", publish)).isFalse();
            assertThat(succeeds(other, "property.publish", publish)).isTrue();

            try (Tr50Client itself = GATEWAY.thing("sensor-4")) {
                assertThat(succeeds(itself, "diag.ping", "{}")).isTrue();
                assertThat(succeeds(other, "property.publish", publish)).isFalse();
            }
        }
    }

    @Test
    void a_session_over_http_has_sensors_too_and_each_session_its_own() throws Exception {
        String session = login("hub-6");
        String publish = "{\"1\":{\"command\":\"property.publish\","
                + "\"params\":{\"thingKey\":\"sensor-6\",\"key\":\"temp\",\"value\":1}}}";
        GATEWAY.api("{\"1\":{\"command\":\"thing.bind\",\"params\":{\"key\":\"sensor-6\"}}}", "sessionId", session);

        assertThat(GATEWAY.api(publish, "sessionId", session).at("/1/success").asBoolean())
                .isTrue();
        assertThat(GATEWAY.api(publish, "sessionId", login("hub-6"))
                        .at("/1/success")
                        .asBoolean(true))
                .isFalse();
    }

    private static String login(String thingKey) throws Exception {
        return GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\""
                        + GATEWAY.appToken() + "\",\"appId\":\"app\",\"thingKey\":\"" + thingKey + "\"}}}")
                .at("/auth/params/sessionId")
                .asText();
    }

    @Test
    void what_a_module_and_a_gateway_say_of_themselves_is_kept_until_they_say_something_else() throws Exception {
        try (Tr50Client hub = GATEWAY.thing("hub-7")) {
            call(hub, "module.register", "{\"make\":\"Telit\",\"model\":\"HE910\",\"fwVersion\":\"1\",\"remAt\":true}");
            call(hub, "module.register", "{\"make\":\"Telit\",\"model\":\"LE910\"}");
            call(hub, "gateway.register", "{\"make\":\"ACME\"}");
        }
        GATEWAY.whileStopped(storage -> {
            String id = storage.things()
                    .findByKey(
                            storage.groups().findByKey("DEFAULT").orElseThrow().id(), "hub-7")
                    .orElseThrow()
                    .id();
            var hardware = storage.hardware().of(id);
            var module = hardware.get(Part.MODULE);
            assertThat(module.model()).isEqualTo("LE910");
            assertThat(module.fwVersion()).isNull();
            assertThat(module.remAt()).isNull();
            assertThat(hardware.get(Part.GATEWAY).make()).isEqualTo("ACME");
        });
    }
}
