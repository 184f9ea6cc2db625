package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** device-cloud-python over MQTT. */
class DeviceCloudPythonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PING = "{\"1\":{\"command\":\"diag.ping\"}}";

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @Test
    void a_key_of_64_characters_is_client_id_and_user_name() throws Exception {
        String key = "0123456789abcdef0123456789abcdef-device-management-application-1";
        assertThat(key).hasSize(64);
        try (DeviceCloudPython agent = agent(key)) {
            assertThat(agent.call("{\"1\":{\"command\":\"session.info\"}}")
                            .at("/1/params/thingKey")
                            .asText())
                    .isEqualTo(key);
        }
    }

    @Test
    void the_digits_of_the_topic_come_back_as_they_were_sent() throws Exception {
        try (DeviceCloudPython agent = agent("python-digits").from(9_998)) {
            for (String number : new String[] {"9998", "9999", "10000", "10001"}) {
                assertThat(agent.ask(PING)).isEqualTo(number);
                agent.reply(number);
            }
        }
        try (DeviceCloudPython agent = agent("python-digits")) {
            assertThat(agent.ask(PING)).isEqualTo("0001");
            agent.reply("0001");
        }
    }

    @Test
    void every_request_has_one_reply_and_replies_come_in_the_order_of_requests() throws Exception {
        try (DeviceCloudPython agent = agent("python-order")) {
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                asked.add(agent.ask(
                        i % 3 == 0
                                ? "{\"1\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"f" + i
                                        + "\",\"thingKey\":\"python-order\",\"public\":false,\"global\":false}}}"
                                : PING));
            }
            for (String each : asked) {
                assertThat(agent.reply(each).at("/1/success").asBoolean()).isTrue();
            }
            agent.readAcknowledgements();
            agent.mqtt().assertNothingMoreCame();
        }
    }

    @Test
    void several_commands_of_a_message_are_answered_in_one_each_under_its_key() throws Exception {
        try (DeviceCloudPython agent = agent("python-several")) {
            JsonNode reply = agent.call("{\"1\":" + log("first") + ",\"2\":{\"command\":\"diag.ping\"},\"3\":"
                    + log("third") + ",\"4\":{\"command\":\"diag.time\",\"params\":null}}");

            assertThat(reply.fieldNames()).toIterable().containsExactly("1", "2", "3", "4");
            assertThat(reply.at("/2/success").asBoolean()).isTrue();
            assertThat(reply.at("/4/success").asBoolean()).isTrue();
        }
    }

    private static String log(String text) {
        return "{\"command\":\"log.publish\",\"params\":{\"msg\":\"" + text
                + "\",\"ts\":\"2026-11-22T02:00:00.000000Z\",\"level\":1,\"thingKey\":\"python-several\"}}";
    }

    @Test
    void the_time_is_told_in_milliseconds_though_params_is_null() throws Exception {
        try (DeviceCloudPython agent = agent("python-time")) {
            JsonNode time = agent.call("{\"1\":{\"command\":\"diag.time\",\"params\":null}}")
                    .at("/1/params/time");

            assertThat(time.isIntegralNumber()).isTrue();
            assertThat(time.asLong()).isGreaterThan(1_700_000_000_000L);
        }
    }

    @Test
    void what_an_agent_publishes_in_batches_is_what_scripts_read() throws Exception {
        try (DeviceCloudPython agent = agent("python-batches")) {
            JsonNode published = agent.call("""
                    {"1":{"command":"alarm.batch","params":{"thingKey":"python-batches","key":"alarm_batch","state":0,\
                    "ts":"2026-11-22T02:00:09.000412Z","corrId":"2026-11-22T02:00:09.000412Z","republish":false,\
                    "lat":null,"lng":null,"msg":null,"data":[%s]}},\
                    "2":{"command":"attribute.batch","params":{"thingKey":"python-batches","key":"attribute_batch",\
                    "value":"Attribute Batch","ts":"2026-11-22T02:00:09.000413Z","data":[\
                    {"key":"attribute","value":"text and such","ts":"2026-11-22T02:00:01.500001Z","republish":null},\
                    {"key":"remote_access_support","value":"","ts":"2026-11-22T02:00:01.500002Z","republish":null}]}},\
                    "3":{"command":"location.batch","params":{"thingKey":"python-batches","lat":"location_batch",\
                    "lng":"Location Batch","ts":"2026-11-22T02:00:09.000414Z","data":[{"lat":45.351603,"lng":-75.918713,\
                    "heading":12.34,"altitude":1.0,"speed":2.0,"fixAcc":3.0,"fixType":"crystal ball",\
                    "ts":"2026-11-22T02:00:02.000001Z","corrId":null,"debounce":null,"street":null}]}},\
                    "4":{"command":"property.batch","params":{"thingKey":"python-batches","key":"property_batch",\
                    "value":"Property Batch","ts":"2026-11-22T02:00:09.000415Z","corrId":"2026-11-22T02:00:09.000415Z",\
                    "data":[{"key":"property","value":12.34,"ts":"2026-11-22T02:00:03.000001Z","corrid":null}]}},\
                    "5":{"command":"log.publish","params":{"thingKey":"python-batches","msg":"logs and such","corrId":null,\
                    "ts":"2026-11-22T02:00:04.000001Z","level":2,"global":false}}}""".formatted(fiveAlarms()));
            for (String id : List.of("1", "2", "3", "4", "5")) {
                assertThat(published.at("/" + id).toString()).isEqualTo("{\"success\":true}");
            }

            assertThat(read(agent, "property.current", "\"key\":\"property\""))
                    .isEqualTo(JSON.readTree("{\"value\":12.34,\"ts\":\"2026-11-22T02:00:03.000Z\","
                            + "\"corrId\":\"2026-11-22T02:00:09.000415Z\"}"));
            assertThat(read(agent, "attribute.current", "\"key\":\"attribute\"")
                            .at("/value")
                            .asText())
                    .isEqualTo("text and such");
            assertThat(read(agent, "attribute.current", "\"key\":\"remote_access_support\"")
                            .at("/value"))
                    .isEqualTo(JSON.readTree("\"\""));
            assertThat(read(agent, "location.current", ""))
                    .isEqualTo(
                            JSON.readTree(
                                    "{\"lat\":45.351603,\"lng\":-75.918713,\"heading\":12.34,\"altitude\":1,"
                                            + "\"speed\":2,\"fixAcc\":3,\"fixType\":\"crystal ball\",\"ts\":\"2026-11-22T02:00:02.000Z\"}"));
            assertThat(read(agent, "alarm.history", "\"key\":\"test_alarm\",\"start\":\"2026-11-22T02:00:00.000000Z\"")
                            .at("/values"))
                    .hasSize(5)
                    .allSatisfy(alarm -> assertThat(alarm.at("/state")).isEqualTo(JSON.readTree("1")));
            assertThat(read(agent, "log.list", "\"start\":\"2026-11-22T02:00:00.000000Z\"")
                            .at("/result/0/msg")
                            .asText())
                    .isEqualTo("logs and such");
        }
    }

    private static String fiveAlarms() {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(second -> "{\"key\":\"test_alarm\",\"state\":1,\"ts\":\"2026-11-22T02:00:0" + second
                        + ".000001Z\",\"msg\":\"very serious alarm\",\"lat\":null,\"lng\":null,\"republish\":true}")
                .collect(Collectors.joining(","));
    }

    private static JsonNode read(DeviceCloudPython agent, String command, String params) throws IOException {
        String all = params.isEmpty() ? "" : "," + params;
        return agent.call("{\"1\":{\"command\":\"" + command + "\",\"params\":{\"thingKey\":\"python-batches\"" + all
                        + "}}}")
                .at("/1/params");
    }

    @Test
    void whatever_a_request_holds_its_failure_stands_under_its_key_and_never_at_the_root() throws Exception {
        try (DeviceCloudPython agent = agent("python-failures")) {
            for (String request : new String[] {
                "{\"1\":{\"command\":\"no.such.command\",\"params\":{\"thingKey\":null}}}",
                "{\"1\":{\"command\":\"file.get\",\"params\":{\"fileName\":5,\"thingKey\":\"python-failures\"}}}",
                "{\"1\":{\"params\":{}}}",
                "{\"1\":\"diag.ping\"}",
                "{\"1\":{\"command\":\"diag.ping\",\"params\":[]}}"
            }) {
                JsonNode failure = agent.call(request).at("/1");
                assertThat(failure.at("/success")).hasToString("false");
                assertThat(failure.at("/errorCodes/0").isInt()).isTrue();
            }
        }
    }

    @Test
    void only_what_is_json_arrives_and_nothing_unasked() throws Exception {
        try (DeviceCloudPython agent = agent("python-json-only");
                MqttBytes sibling = new MqttBytes(GATEWAY.mqttPort())) {
            sibling.send(0x10, "MQTT", 4, 0xC2, 0, 60, "another", "python-json-only", GATEWAY.appToken());
            assertThat(sibling.bytes(4)).isEqualTo("20 02 00 00");
            sibling.send(0x30, "apiz/1", MqttBytes.utf8("no zlib"));
            assertThat(sibling.publish().topic()).isEqualTo("replyz/1");
            sibling.send(0x30, "news", MqttBytes.utf8("no json"));
            sibling.send(0x30, "api/2", MqttBytes.utf8(PING));
            assertThat(sibling.publish().topic()).isEqualTo("reply/2");

            agent.call(PING);
            agent.mqtt().assertNothingMoreCame();
        }
    }

    @Test
    void a_refused_token_is_told_in_connack() throws Exception {
        for (int attempt = 0; attempt < 3; attempt++) {
            try (MqttBytes mqtt = new MqttBytes(GATEWAY.mqttPort())) {
                mqtt.send(DeviceCloudPython.connect("python-refused", "wrong"));
                assertThat(mqtt.bytes(4)).isIn("20 02 00 04", "20 02 00 05");
                assertThat(mqtt.isHungUp()).isTrue();
            }
        }
        agent("python-accepted").close();
    }

    @Test
    void tls_1_2_is_spoken_on_the_port_for_tls() throws Exception {
        try (DeviceCloudPython agent = DeviceCloudPython.connected(
                new MqttBytes(GATEWAY.certificate().connect(GATEWAY.mqttTlsPort(), "TLSv1.2")),
                "python-tls",
                GATEWAY.appToken())) {
            assertThat(agent.call(PING)).isEqualTo(JSON.readTree("{\"1\":{\"success\":true}}"));
        }
    }

    /** On port 443 it speaks MQTT over WebSocket, which is the port of its files too. */
    @Test
    void the_port_of_https_speaks_websocket_at_mqtt() throws Exception {
        try (DeviceCloudPython agent = DeviceCloudPython.connected(
                PahoPythonWebSocket.over(GATEWAY.certificate().connect(GATEWAY.httpTlsPort(), "TLSv1.2")),
                "python-websocket",
                GATEWAY.appToken())) {
            for (int request = 0; request < 20; request++) {
                assertThat(agent.call(PING)).isEqualTo(JSON.readTree("{\"1\":{\"success\":true}}"));
            }
            String text = "x".repeat(70_000);
            assertThat(agent.call("{\"1\":{\"command\":\"diag.echo\",\"params\":{\"t\":\"" + text + "\"}}}")
                            .at("/1/params/t")
                            .asText())
                    .isEqualTo(text);
        }
    }

    private static DeviceCloudPython agent(String thingKey) throws IOException {
        return DeviceCloudPython.connected(new MqttBytes(GATEWAY.mqttPort()), thingKey, GATEWAY.appToken());
    }
}
