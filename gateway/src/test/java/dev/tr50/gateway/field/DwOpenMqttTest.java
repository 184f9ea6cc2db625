package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** dwopenmqtt.py: bare topic, QoS 0, decides by searching text, takes whatever arrives for the answer. */
class DwOpenMqttTest {
    private static final String CLIENT_ID = "q7W".repeat(21) + "x";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void whatever_arrives_next_is_the_answer_and_holds_the_text_it_looks_for() throws Exception {
        try (MqttBytes mqtt = connected("dwopenmqtt")) {
            for (int turn = 0; turn < 10; turn++) {
                assertThat(call(mqtt, "diag.ping")).contains("\"success\":true");
                assertThat(call(mqtt, "no.such.command")).contains("\"success\":false");
            }
            mqtt.assertNothingMoreCame();
        }
    }

    @Test
    void nothing_but_its_own_replies_arrives_while_others_talk() throws Exception {
        try (MqttBytes mqtt = connected("dwopenmqtt-alone");
                LibTr50 other = LibTr50.connected(GATEWAY, "dwopenmqtt-neighbour")) {
            for (int turn = 0; turn < 10; turn++) {
                other.call("{\"1\":{\"command\":\"diag.ping\"}}");
                other.mqtt().send(0x30, "news", MqttBytes.utf8("\"success\":true"));
                assertThat(call(mqtt, "no.such.command")).contains("\"success\":false");
            }
            mqtt.assertNothingMoreCame();
        }
    }

    /** It unsubscribes from a filter that it never subscribed to. */
    @Test
    void replies_go_on_after_it_unsubscribed_from_reply() throws Exception {
        try (MqttBytes mqtt = connected("dwopenmqtt-leaving")) {
            mqtt.send(0xA2, 0, 2, "reply");
            assertThat(mqtt.bytes(4)).isEqualTo("b0 02 00 02");
            assertThat(call(mqtt, "diag.ping")).contains("\"success\":true");
            mqtt.assertNothingMoreCame();
        }
    }

    private static MqttBytes connected(String thingKey) throws IOException {
        MqttBytes mqtt = new MqttBytes(GATEWAY.mqttPort());
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 60, CLIENT_ID, thingKey, GATEWAY.appToken());
        assertThat(mqtt.bytes(4)).isEqualTo("20 02 00 00");
        mqtt.send(0x82, 0, 1, "reply/#", 0);
        assertThat(mqtt.bytes(5)).isEqualTo("90 03 00 01 00");
        return mqtt;
    }

    private static String call(MqttBytes mqtt, String command) throws IOException {
        mqtt.send(0x30, "api", MqttBytes.utf8("{\"00001\":{\"command\":\"" + command + "\"}}"));
        MqttBytes.Publish answer = mqtt.publish();
        assertThat(answer.topic()).isEqualTo("reply");
        assertThat(answer.text()).startsWith("{\"00001\":{");
        return answer.text();
    }
}
