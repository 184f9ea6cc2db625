package dev.tr50.gateway.topic;

import static dev.tr50.gateway.RunningGateway.call;
import static dev.tr50.gateway.field.MqttBytes.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.field.MqttBytes.Packet;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published on {@code thing/<thingKey>/property|alarm|attribute/<key>} is the command of the same meaning. */
class PublishingOnTopicsTest {
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_INVALID = 0x90;
    private static final int PAYLOAD_INVALID = 0x99;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static final Random RANDOM = new Random(1);
    private String thing;

    @BeforeAll
    static void addUsers() throws IOException {
        GATEWAY.whileStopped(storage -> {
            Group group = storage.groups().findByKey("DEFAULT").orElseThrow();
            Passwords passwords = new Passwords();
            storage.users().create("viewer@localhost", passwords.hash("viewer"), group.id(), Role.VIEWER);
            storage.users().create("editor@localhost", passwords.hash("editor"), group.id(), Role.EDITOR);
        });
    }

    @BeforeEach
    void newThing() {
        thing = "pump-" + RANDOM.nextInt(Integer.MAX_VALUE);
    }

    private TopicClient connected(int level) throws IOException {
        return TopicClient.thing(GATEWAY, level, thing);
    }

    private String topic(String rest) {
        return "thing/" + thing + "/" + rest;
    }

    private JsonNode current(String command, String key) throws Exception {
        try (Tr50Client client = GATEWAY.thing(thing)) {
            return call(client, command, "{\"key\":\"" + key + "\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_property_an_alarm_and_an_attribute_are_stored_when_they_are_acknowledged(int level) throws Exception {
        try (TopicClient client = connected(level)) {
            assertThat(client.publish(topic("property/rpm"), "21.50")).isZero();
            assertThat(client.publish(topic("alarm/heat"), "3.0")).isZero();
            assertThat(client.publish(topic("attribute/os"), "Linux 🐧")).isZero();
            assertThat(client.publish(topic("attribute/empty"), "")).isZero();
        }
        assertThat(current("property.current", "rpm").at("/params/value").decimalValue())
                .isEqualByComparingTo("21.5");
        assertThat(current("alarm.current", "heat").at("/params/state").asInt()).isEqualTo(3);
        assertThat(current("attribute.current", "os").at("/params/value").asText())
                .isEqualTo("Linux 🐧");
        assertThat(current("thing.attr.get", "empty").at("/params/value").asText("?"))
                .isEmpty();
    }

    @Test
    void at_qos_2_it_is_stored_when_pubrec_comes() throws Exception {
        try (TopicClient client = connected(4)) {
            client.send(topic("property/rpm"), utf8("1"), 2, 7, false);
            assertThat(client.acknowledgement(0x50)).isZero();
            assertThat(current("property.current", "rpm").at("/success").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void messages_and_commands_of_one_connection_take_effect_in_the_order_they_were_sent() throws Exception {
        try (Tr50Client client = GATEWAY.thing(thing);
                TopicClient watching = connected(4)) {
            watching.subscribe(topic("property/#"), 0);
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":0}");
            assertThat(watching.message()).isEqualTo(topic("property/rpm 0"));
            for (int i = 1; i <= 100; i++) {
                watching.send(topic("property/rpm"), utf8("" + i), 0, 0, false);
                watching.send(
                        "api/" + i,
                        utf8("{\"1\":{\"command\":\"property.current\",\"params\":{\"key\":\"rpm\"}}}"),
                        0,
                        0,
                        false);
            }
            int replies = 0;
            while (replies < 100) {
                String message = watching.message();
                if (message.startsWith("reply/")) {
                    replies++;
                    assertThat(message).startsWith("reply/" + replies + " ").contains("\"value\":" + replies + ",");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "property/rpm, fast",
        "property/rpm, ''",
        "property/rpm, 1e999",
        "property/rpm, NaN",
        "property/rpm, '1,5'",
        "property/rpm, 1 2",
        "alarm/heat, 1.5",
        "alarm/heat, hot",
        "alarm/heat, 4294967296"
    })
    void a_payload_that_does_not_fit_is_refused(String rest, String payload) throws Exception {
        try (TopicClient client = connected(5);
                TopicClient older = TopicClient.connect(GATEWAY, 4, thing, GATEWAY.appToken(), "older", true, 60)) {
            assertThat(client.publish(topic(rest), payload)).isEqualTo(PAYLOAD_INVALID);
            assertThat(older.publish(topic(rest), payload)).isZero();
            client.assertNothingMoreCame();
        }
        String command = rest.startsWith("alarm") ? "alarm.current" : "property.current";
        assertThat(current(command, rest.substring(rest.indexOf('/') + 1))
                        .at("/errorCodes/0")
                        .asInt())
                .isEqualTo(-90008);
    }

    @Test
    void an_attribute_that_is_no_utf8_or_holds_a_zero_is_refused() throws Exception {
        try (TopicClient client = connected(5)) {
            assertThat(client.publish(topic("attribute/os"), new byte[] {(byte) 0xC3, 0x28}))
                    .isEqualTo(PAYLOAD_INVALID);
            assertThat(client.publish(topic("attribute/os"), "a\0b")).isEqualTo(PAYLOAD_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "location",
                "connection",
                "property",
                "property/",
                "property/a/b",
                "properties/rpm",
                "location/x",
                "log/x",
                "connection/x",
                "Property/rpm",
                ""
            })
    void a_topic_that_is_none_is_refused(String rest) throws Exception {
        try (TopicClient client = connected(5)) {
            assertThat(client.publish(topic(rest), "1")).isEqualTo(TOPIC_INVALID);
            assertThat(client.publish("thing", "1")).isEqualTo(TOPIC_INVALID);
        }
    }

    @Test
    void a_thing_publishes_nothing_for_another_thing() throws Exception {
        try (Tr50Client other = GATEWAY.thing(thing + "-other");
                TopicClient client = connected(5)) {
            assertThat(client.publish("thing/" + thing + "-other/property/rpm", "1"))
                    .isEqualTo(NOT_AUTHORIZED);
            assertThat(client.publish("thing/nobody-has-this-key/property/rpm", "1"))
                    .isEqualTo(NOT_AUTHORIZED);
            assertThat(call(other, "property.current", "{\"key\":\"rpm\"}")
                            .at("/success")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void a_user_publishes_for_every_thing_of_the_group_as_an_editor_and_not_as_a_viewer() throws Exception {
        connected(4).close();
        try (TopicClient editor = TopicClient.connect(GATEWAY, 5, "editor@localhost", "editor", "x", true, 60);
                TopicClient viewer = TopicClient.connect(GATEWAY, 5, "viewer@localhost", "viewer", "x", true, 60)) {
            assertThat(viewer.publish(topic("property/rpm"), "1")).isEqualTo(NOT_AUTHORIZED);
            assertThat(editor.publish(topic("property/rpm"), "2")).isZero();
            assertThat(editor.publish("thing/nobody-has-this-key/property/rpm", "2"))
                    .isEqualTo(TOPIC_INVALID);
        }
        assertThat(current("property.current", "rpm").at("/params/value").asInt())
                .isEqualTo(2);
    }

    @Test
    void a_message_that_is_repeated_takes_effect_once() throws Exception {
        try (TopicClient client = connected(4)) {
            client.subscribe(topic("property/rpm"), 0);
            client.send(topic("property/rpm"), utf8("1"), 1, 5, false);
            client.send(topic("property/rpm"), utf8("1"), 1, 5, true);
            client.send(topic("property/rpm"), utf8("2"), 1, 6, false);
            int messages = 0;
            String last = "";
            while (!last.equals("2")) {
                Packet packet = client.any();
                if ((packet.first() & 0xF0) == 0x30) {
                    messages++;
                    last = new String(packet.body(), packet.body().length - 1, 1, UTF_8);
                }
            }
            assertThat(messages).isEqualTo(2);
        }
    }

    @Test
    void a_message_over_the_limit_closes_its_connection() throws Exception {
        try (TopicClient client = connected(4)) {
            client.send(topic("attribute/large"), new byte[(1 << 20) + 1], 1, 5, false);
            assertThat(client.isHungUp()).isTrue();
        }
    }
}
