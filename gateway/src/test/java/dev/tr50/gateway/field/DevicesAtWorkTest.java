package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the validation scripts of device-cloud-python demand of a cloud: an agent of that kind and a device-cloud-lib application
 * publish and answer methods, and a script looks over HTTP whether all of it is there.
 */
class DevicesAtWorkTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PYTHON = "python-at-work";
    private static final String LIB = "lib-at-work-device-manager";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void everything_the_validation_scripts_look_at_is_there() throws Exception {
        Instant start = Instant.now();
        Script script = Script.loggedIn(GATEWAY);
        try (DeviceCloudPython agent = agent(PYTHON);
                DeviceCloudLib app = DeviceCloudLib.connected(GATEWAY, LIB)) {
            agentPublishes(agent);
            appPublishes(app);

            aPropertyIsThere(script, start);
            attributesAreThere(script);
            fiveEqualAlarmsAreThere(script, start);
            thePlaceIsThere(script);
            linesOfLogAreThere(script, start);
            methodsAreAnswered(script, agent);
            methodsOfTheOtherDeviceAreAnswered(script, app);
            anUpdateOfSoftwareIsFollowed(script, agent);
            uploadsAreListed(script, agent);
            agent.readAcknowledgements();
            app.assertNothingMoreCame();
        }
        script.ask("thing.delete", "{\"key\":\"" + PYTHON + "\"}");
        script.ask("thing.delete", "{\"key\":\"" + LIB + "\"}");
        assertThat(script.call("thing.find", "{\"key\":\"" + PYTHON + "\"}").at("/errorCodes/0"))
                .hasToString("-90008");
    }

    /** Batches alone, with members at their top that mean nothing, and null for what is unset. */
    private static void agentPublishes(DeviceCloudPython agent) throws IOException {
        String now = micros();
        String alarm = "{\"key\":\"test_alarm\",\"state\":1,\"ts\":\"%s\",\"corrId\":null,\"lat\":null,\"lng\":null,"
                + "\"msg\":\"very serious alarm\",\"republish\":true}";
        String batches = """
                {"1":{"command":"property.batch","params":{"thingKey":"%1$s","key":"property_batch","value":"Property Batch",\
                "ts":"%2$s","corrId":"%2$s","data":[{"key":"property","value":12.34,"ts":"%2$s","corrid":null}]}},\
                "2":{"command":"attribute.batch","params":{"thingKey":"%1$s","key":"attribute_batch","value":"Attribute Batch",\
                "ts":"%2$s","data":[{"key":"attribute","value":"text and such","ts":"%2$s","republish":null},\
                {"key":"os_name","value":"Linux","ts":"%2$s","republish":null},\
                {"key":"remote_access_support","value":"","ts":"%2$s","republish":null}]}},\
                "3":{"command":"alarm.batch","params":{"thingKey":"%1$s","key":"alarm_batch","state":0,"republish":false,\
                "ts":"%2$s","data":[%3$s]}},\
                "4":{"command":"location.batch","params":{"thingKey":"%1$s","lat":"location_batch","lng":"Location Batch",\
                "ts":"%2$s","data":[{"lat":45.351603,"lng":-75.918713,"heading":12.34,"altitude":1.0,"speed":2.0,"fixAcc":3.0,\
                "fixType":"crystal ball","ts":"%2$s","corrId":null,"debounce":null,"street":null}]}},\
                "5":{"command":"log.publish","params":{"thingKey":"%1$s","msg":"logs and such","ts":"%2$s","level":null,\
                "corrId":null,"global":false}}}""".formatted(PYTHON, now, alarms(alarm));

        JsonNode reply = agent.call(batches);

        assertThat(reply).hasSize(5).allSatisfy(each -> assertThat(each).hasToString("{\"success\":true}"));
    }

    /** Each with a time of its own, as they were raised one after the other. */
    private static String alarms(String alarm) {
        StringBuilder alarms = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            alarms.append(i == 0 ? "" : ",").append(alarm.formatted(micros()));
        }
        return alarms.toString();
    }

    /** Six digits of the second, as Python writes them. */
    private static String micros() {
        return MICROS.format(Instant.now());
    }

    /** One at a time, numbers as reals, and a needless key of the place. */
    private static void appPublishes(DeviceCloudLib app) throws IOException {
        assertThat(app.call("1", "{\"command\":\"mailbox.check\",\"params\":{\"limit\":10}}"))
                .contains("\"success\":true", "\"messages\":[]");
        for (String command : List.of(
                "{\"command\":\"property.publish\",\"params\":{\"thingKey\":\"" + LIB
                        + "\",\"key\":\"switch\",\"value\":1.000000,\"ts\":\"" + Instant.now() + "\"}}",
                "{\"command\":\"attribute.publish\",\"params\":{\"thingKey\":\"" + LIB
                        + "\",\"key\":\"raw\",\"value\":\"AAEC\"}}",
                "{\"command\":\"alarm.publish\",\"params\":{\"thingKey\":\"" + LIB
                        + "\",\"key\":\"door\",\"state\":3.0,\"msg\":\"open\"}}",
                "{\"command\":\"location.publish\",\"params\":{\"thingKey\":\"" + LIB
                        + "\",\"key\":\"gps\",\"lat\":52.1,\"lng\":4.2,\"street\":\"tag\"}}",
                "{\"command\":\"log.publish\",\"params\":{\"thingKey\":\"" + LIB
                        + "\",\"msg\":\"C speaks\",\"level\":1}}")) {
            assertThat(app.call("2", command)).isEqualTo("{\"2\":{\"success\":true}}");
        }
    }

    private static void aPropertyIsThere(Script script, Instant start) throws Exception {
        JsonNode python = script.ask("property.current", "{\"thingKey\":\"" + PYTHON + "\",\"key\":\"property\"}");
        JsonNode lib = script.ask("property.current", "{\"thingKey\":\"" + LIB + "\",\"key\":\"switch\"}");

        assertThat(python.at("/value").isNumber()).isTrue();
        assertThat(python.at("/value").asDouble()).isEqualTo(12.34);
        assertThat(python.at("/ts").asText()).matches(TIME);
        assertThat(Instant.parse(python.at("/ts").asText())).isBetween(start.minusMillis(1), Instant.now());
        assertThat(lib.at("/value").asDouble()).isEqualTo(1);
    }

    private static void attributesAreThere(Script script) throws Exception {
        assertThat(attribute(script, PYTHON, "attribute")).hasToString("\"text and such\"");
        assertThat(attribute(script, PYTHON, "os_name")).hasToString("\"Linux\"");
        assertThat(attribute(script, PYTHON, "remote_access_support")).hasToString("\"\"");
        assertThat(attribute(script, LIB, "raw")).hasToString("\"AAEC\"");
    }

    private static JsonNode attribute(Script script, String thingKey, String key) throws Exception {
        return script.ask("attribute.current", "{\"thingKey\":\"" + thingKey + "\",\"key\":\"" + key + "\"}")
                .at("/value");
    }

    private static void fiveEqualAlarmsAreThere(Script script, Instant start) throws Exception {
        JsonNode history = script.ask(
                "alarm.history",
                "{\"thingKey\":\"" + PYTHON + "\",\"key\":\"test_alarm\",\"start\":\"" + start + "\"}");

        assertThat(history.at("/values")).hasSize(5).allSatisfy(each -> {
            assertThat(each.at("/state")).hasToString("1");
            assertThat(each.at("/msg").asText()).isEqualTo("very serious alarm");
            assertThat(each.at("/ts").asText()).matches(TIME);
        });
        assertThat(script.ask("alarm.current", "{\"thingKey\":\"" + LIB + "\",\"key\":\"door\"}")
                        .at("/state"))
                .hasToString("3");
    }

    private static void thePlaceIsThere(Script script) throws Exception {
        JsonNode place = script.ask("location.current", "{\"thingKey\":\"" + PYTHON + "\"}");

        assertThat(place.at("/lat").asDouble()).isEqualTo(45.351603);
        assertThat(place.at("/lng").asDouble()).isEqualTo(-75.918713);
        assertThat(place.at("/heading").asDouble()).isEqualTo(12.34);
        assertThat(place.at("/altitude").asDouble()).isEqualTo(1);
        assertThat(place.at("/speed").asDouble()).isEqualTo(2);
        assertThat(place.at("/fixAcc").asDouble()).isEqualTo(3);
        assertThat(place.at("/fixType").asText()).isEqualTo("crystal ball");
    }

    private static void linesOfLogAreThere(Script script, Instant start) throws Exception {
        JsonNode python = script.ask("log.list", "{\"thingKey\":\"" + PYTHON + "\",\"start\":\"" + start + "\"}");
        JsonNode lib = script.ask("log.list", "{\"thingKey\":\"" + LIB + "\",\"start\":\"" + start + "\"}");

        assertThat(python.at("/result"))
                .anySatisfy(line -> assertThat(line.at("/msg").asText()).contains("logs and such"));
        assertThat(lib.at("/result"))
                .anySatisfy(line -> assertThat(line.at("/msg").asText()).contains("C speaks"));
    }

    private static void methodsAreAnswered(Script script, DeviceCloudPython agent) throws Exception {
        CompletableFuture<JsonNode> pass = script.calling(PYTHON, "pass_action", "{\"param\":\"value\"}");
        JsonNode message = onlyMail(agent);
        assertThat(message.at("/params/method").asText()).isEqualTo("pass_action");
        assertThat(message.at("/params/params")).hasToString("{\"param\":\"value\"}");
        acknowledge(agent, message, "\"errorCode\":0");
        assertThat(answer(pass).path("success").asBoolean()).isTrue();

        CompletableFuture<JsonNode> fail = script.calling(PYTHON, "fail_action", "{}");
        acknowledge(agent, onlyMail(agent), "\"errorCode\":19,\"errorMessage\":\"fail and such\"");
        assertThat(answer(fail))
                .hasToString("{\"success\":false,\"errorCodes\":[19],\"errorMessages\":[\"fail and such\"]}");

        CompletableFuture<JsonNode> ping = script.calling(PYTHON, "ping", "{}");
        acknowledge(
                agent,
                onlyMail(agent),
                "\"errorCode\":\"0\",\"params\":{\"response\":\"acknowledged\",\"time_stamp\":\"2026-01-01 00:00:05\"}");
        assertThat(answer(ping).path("params"))
                .hasToString("{\"response\":\"acknowledged\",\"time_stamp\":\"2026-01-01 00:00:05\"}");
    }

    private static void methodsOfTheOtherDeviceAreAnswered(Script script, DeviceCloudLib app) throws Exception {
        CompletableFuture<JsonNode> call = script.calling(LIB, "set_speed", "{\"rpm\":900}");
        app.awaitNotice(LIB);
        String reply = app.call("3", "{\"command\":\"mailbox.check\",\"params\":{\"limit\":9}}");
        JsonNode mail = JSON.readTree(reply).at("/3/params/messages");
        assertThat(mail).hasSize(1);
        assertMayBeRead(mail.get(0), LIB);
        app.call(
                "4",
                "{\"command\":\"mailbox.ack\",\"params\":{\"id\":\""
                        + mail.at("/0/id").asText()
                        + "\",\"errorCode\":0.0,\"errorMessage\":\"\",\"params\":{\"done\":true,\"rpm\":900.000000}}}");

        JsonNode answer = answer(call);
        assertThat(answer.at("/params/done").asBoolean()).isTrue();
        assertThat(answer.at("/params/rpm").asDouble()).isEqualTo(900);
    }

    /** It says first that it has begun, and raises an alarm for each step; five is the last. */
    private static void anUpdateOfSoftwareIsFollowed(Script script, DeviceCloudPython agent) throws Exception {
        CompletableFuture<JsonNode> update =
                script.calling(PYTHON, "software_update", "{\"package\":\"a.tar.gz\",\"ota_timeout\":120}");
        JsonNode message = onlyMail(agent);
        String id = message.at("/id").asText();
        agent.call("{\"1\":{\"command\":\"mailbox.update\",\"params\":{\"id\":\"" + id + "\",\"msg\":\"Invoked\"}}}");
        for (int state : new int[] {0, 1, 2, 3, 5}) {
            JsonNode step = agent.call(("{\"1\":{\"command\":\"alarm.batch\",\"params\":{\"thingKey\":\"%s\","
                            + "\"key\":\"alarm_batch\",\"state\":0,\"republish\":false,\"data\":[{\"key\":\"software_update\","
                            + "\"state\":%d,\"ts\":\"%s\",\"msg\":\"package: a.tar.gz\",\"republish\":false}]}}}")
                    .formatted(PYTHON, state, micros()));
            assertThat(step.at("/1/success").asBoolean()).as(step.toString()).isTrue();
        }
        assertThat(update).as("it is not over yet").isNotDone();
        acknowledge(agent, message, "\"errorCode\":0");

        assertThat(answer(update).path("success").asBoolean()).isTrue();
        JsonNode alarm = script.ask("alarm.current", "{\"thingKey\":\"" + PYTHON + "\",\"key\":\"software_update\"}");
        assertThat(alarm.at("/state")).hasToString("5");
        // It does so a second time, once the agent has started anew.
        acknowledge(agent, message, "\"errorCode\":0");
    }

    private static void uploadsAreListed(Script script, DeviceCloudPython agent) throws Exception {
        JsonNode put = agent.call("{\"1\":{\"command\":\"file.put\",\"params\":{\"thingKey\":\"" + PYTHON
                + "\",\"fileName\":\"upload.txt\",\"public\":false,\"global\":false}}}");
        assertThat(GATEWAY.post("/file/" + put.at("/1/params/fileId").asText(), "bytes and such")
                        .statusCode())
                .isEqualTo(200);

        JsonNode list = script.ask("file.list", "{\"thingKey\":\"" + PYTHON + "\"}");

        assertThat(list.at("/result"))
                .anySatisfy(file -> assertThat(file.at("/fileName").asText()).isEqualTo("upload.txt"));
    }

    /** The one message that waits, once the agent has been told of it. */
    private static JsonNode onlyMail(DeviceCloudPython agent) throws IOException {
        agent.awaitNotice();
        List<JsonNode> mail = agent.mail();
        assertThat(mail).hasSize(1);
        assertMayBeRead(mail.get(0), PYTHON);
        return mail.get(0);
    }

    /** Devices leave out messages without these, or stumble over them. */
    private static void assertMayBeRead(JsonNode message, String thingKey) {
        assertThat(message.at("/id").asText()).matches(ID);
        assertThat(message.at("/thingKey").asText()).isEqualTo(thingKey);
        assertThat(message.at("/command").asText()).isEqualTo("method.exec");
        assertThat(message.at("/from").isTextual()).isTrue();
        assertThat(message.at("/params/method").isTextual()).isTrue();
        assertThat(message.at("/params/params").isObject()).isTrue();
    }

    private static void acknowledge(DeviceCloudPython agent, JsonNode message, String result) throws IOException {
        JsonNode reply = agent.call("{\"1\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\""
                + message.at("/id").asText() + "\"," + result + "}}}");
        assertThat(reply).hasToString("{\"1\":{\"success\":true}}");
    }

    private static JsonNode answer(CompletableFuture<JsonNode> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    private static DeviceCloudPython agent(String thingKey) throws IOException {
        return DeviceCloudPython.connected(new MqttBytes(GATEWAY.mqttPort()), thingKey, GATEWAY.appToken());
    }

    /** libtr50 takes the thing for granted in everything that concerns itself. */
    @Test
    void nothing_that_a_device_says_of_itself_needs_its_key() throws Exception {
        try (LibTr50 device = LibTr50.connected(GATEWAY, "lib-keyless")) {
            for (String command : List.of(
                    "{\"command\":\"property.publish\",\"params\":{\"key\":\"p\",\"value\":1.5}}",
                    "{\"command\":\"alarm.publish\",\"params\":{\"key\":\"a\",\"state\":1}}",
                    "{\"command\":\"location.publish\",\"params\":{\"lat\":52.0,\"lng\":4.0}}",
                    "{\"command\":\"log.publish\",\"params\":{\"msg\":\"m\"}}",
                    "{\"command\":\"thing.attr.set\",\"params\":{\"key\":\"s\",\"value\":\"v\"}}",
                    "{\"command\":\"thing.tag.add\",\"params\":{\"tags\":[\"t\"]}}",
                    "{\"command\":\"thing.tag.delete\",\"params\":{\"tags\":[\"t\"]}}",
                    "{\"command\":\"thing.attr.unset\",\"params\":{\"key\":\"s\"}}",
                    "{\"command\":\"module.register\",\"params\":{\"make\":\"Telit\",\"model\":\"HE910\",\"remAt\":true}}")) {
                assertThat(device.call("{\"1\":" + command + "}")).as(command).isEqualTo("{\"1\":{\"success\":true}}");
            }
            assertThat(device.call("{\"1\":{\"command\":\"property.current\",\"params\":{\"key\":\"p\"}}}"))
                    .contains("\"value\":1.5");
        }
    }

    /** libtr50 reads the value of a success without looking whether there is one. */
    @Test
    void a_property_without_a_value_is_an_error() throws Exception {
        try (LibTr50 device = LibTr50.connected(GATEWAY, "lib-no-value")) {
            assertThat(device.call("{\"1\":{\"command\":\"property.current\",\"params\":{\"key\":\"never\"}}}"))
                    .startsWith("{\"1\":{\"success\":false,\"errorCodes\":[-90008]");
        }
    }

    /** libtr50 checks again until nothing comes, and runs whatever comes. */
    @Test
    void a_message_is_handed_out_once_however_often_a_device_checks() throws Exception {
        Script script = Script.loggedIn(GATEWAY);
        try (LibTr50 device = LibTr50.connected(GATEWAY, "lib-again")) {
            for (int i = 0; i < 3; i++) {
                script.ask(
                        "method.exec",
                        "{\"thingKey\":\"lib-again\",\"method\":\"m" + i + "\",\"ackTimeout\":-1,\"ttl\":60}");
            }
            assertThat(device.checkedMail())
                    .extracting(each -> each.at("/params/method").asText())
                    .containsExactly("m0", "m1", "m2");
            assertThat(device.checkedMail()).isEmpty();
            assertThat(device.checkedMail()).isEmpty();
        }
    }

    /** An agent that restarts itself answers afterwards; were it told again, it would restart for ever. */
    @Test
    void what_a_device_took_before_its_restart_is_not_handed_out_again_and_may_be_answered_after_it() throws Exception {
        Script script = Script.loggedIn(GATEWAY);
        CompletableFuture<JsonNode> reset;
        JsonNode message;
        try (DeviceCloudPython agent = agent("python-reset")) {
            reset = script.calling("python-reset", "reset_agent", "{}");
            agent.awaitNotice();
            message = agent.mail().get(0);
        }
        try (DeviceCloudPython agent = agent("python-reset")) {
            assertThat(agent.mail()).isEmpty();
            acknowledge(agent, message, "\"errorCode\":\"0\",\"errorMessage\":\"\"");
        }
        assertThat(answer(reset).path("success").asBoolean()).isTrue();
    }

    /** A device may even call itself. */
    @Test
    void a_call_that_waits_for_its_answer_stops_nothing_else_on_its_connection() throws Exception {
        try (LibTr50 device = LibTr50.connected(GATEWAY, "lib-self")) {
            int call = device.ask("{\"1\":{\"command\":\"method.exec\",\"params\":{\"thingKey\":\"lib-self\","
                    + "\"method\":\"sysinfo\",\"ackTimeout\":30,\"params\":{}}}}");
            assertThat(device.mailWaits()).isTrue();
            List<JsonNode> mail = device.checkedMail();
            assertThat(mail).hasSize(1);
            device.ask("{\"1\":{\"command\":\"mailbox.ack\",\"params\":{\"id\":\""
                    + mail.get(0).at("/id").asText() + "\",\"params\":{\"uptime\":5}}}}");

            List<String> replies = List.of(device.next(), device.next());
            assertThat(replies)
                    .containsExactlyInAnyOrder(
                            "reply/" + call + " {\"1\":{\"success\":true,\"params\":{\"uptime\":5}}}",
                            "reply/" + (call + 2) + " {\"1\":{\"success\":true}}");
        }
    }

    /** device-cloud-lib looks at the first key alone. */
    @Test
    void each_reply_holds_the_keys_of_its_request_and_nothing_beside_them() throws Exception {
        try (DeviceCloudLib app = DeviceCloudLib.connected(GATEWAY, "lib-first-key")) {
            for (String command : List.of(
                    "{\"command\":\"mailbox.check\",\"params\":{\"limit\":1}}",
                    "{\"command\":\"property.current\",\"params\":{\"key\":\"none\"}}",
                    "{\"command\":\"mailbox.ack\",\"params\":{\"id\":\"000000000000000000000000\",\"errorCode\":0}}")) {
                JsonNode reply = JSON.readTree(app.call("7", command));
                assertThat((Iterable<String>) () -> names(reply)).containsExactly("7");
            }
        }
    }

    private static Iterator<String> names(JsonNode object) {
        return object.fieldNames();
    }
}
