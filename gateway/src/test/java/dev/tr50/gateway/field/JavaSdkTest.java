package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java SDK of deviceWISE: MQTT 3.1.1 through paho, and HTTP of its own making. */
class JavaSdkTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void requests_count_from_0_at_qos_1_and_replies_name_the_same_number() throws Exception {
        try (MqttBytes mqtt = connected("java-sdk")) {
            for (int number = 0; number < 10; number++) {
                mqtt.send(
                        0x32, "api/" + number, 0, number + 1, MqttBytes.utf8("{\"cmd\":{\"command\":\"diag.ping\"}}"));
                MqttBytes.Packet first = mqtt.packet();
                MqttBytes.Packet second = mqtt.packet();
                MqttBytes.Publish reply = MqttBytes.Publish.of(first.first() == 0x40 ? second : first);
                assertThat(reply.topic()).isEqualTo("reply/" + number);
                assertThat(reply.text()).isEqualTo("{\"cmd\":{\"success\":true}}");
            }
        }
    }

    /** It looks for the word success and binds the rest of that object; what stands before is lost to it. */
    @Test
    void success_comes_first_in_every_reply() throws Exception {
        try (MqttBytes mqtt = connected("java-sdk-scanning")) {
            for (String command : new String[] {
                "{\"command\":\"session.info\"}",
                "{\"command\":\"file.list\",\"params\":{\"tags\":[]}}",
                "{\"command\":\"file.put\",\"params\":{\"fileName\":\"a\",\"tags\":[]}}",
                "{\"command\":\"file.get\",\"params\":{\"fileName\":\"none\",\"tags\":[]}}",
                "{\"command\":\"thing.find\",\"params\":{\"key\":\"java-sdk-scanning\"}}",
                "{\"command\":\"no.such.command\"}"
            }) {
                mqtt.send(0x30, "api/1", MqttBytes.utf8("{\"get\":" + command + "}"));
                assertThat(mqtt.publish().text()).matches("\\{\"get\":\\{\"success\":(true|false)[,}].*");
            }
        }
    }

    /** Its reader of HTTP stops at the first empty line of the body. */
    @Test
    void the_answer_to_an_http_request_is_one_line_that_is_not_empty() throws Exception {
        String login = "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\"" + GATEWAY.appToken()
                + "\",\"appId\":\"java\",\"thingKey\":\"java-sdk-http\"}},\"list\":{\"command\":\"file.list\"}}";
        try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send("POST /api HTTP/1.1\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
                    + login.length()
                    + "\r\nUser-Agent: Java/1.8.0_151\r\nHost: 127.0.0.1\r\nAccept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\n"
                    + "Connection: close\r\n\r\n" + login);
            assertThat(http.head()).first().isEqualTo("HTTP/1.1 200 OK");
            String body = http.rest();
            assertThat(body)
                    .startsWith("{\"auth\":{\"success\":true,\"params\":{")
                    .doesNotContain("\n", "\r");
        }
    }

    private static MqttBytes connected(String thingKey) throws IOException {
        MqttBytes mqtt = new MqttBytes(GATEWAY.mqttPort());
        mqtt.send(0x10, "MQTT", 4, 0xC2, 0, 60, "java-application", thingKey, GATEWAY.appToken());
        assertThat(mqtt.bytes(4)).isEqualTo("20 02 00 00");
        return mqtt;
    }
}
