package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.protocol.Zlib;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandsOverMqttTest {
    private static final int MANY = 300;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void replies_to_requests_sent_without_waiting_come_in_request_order() {
        List<String> topics = new CopyOnWriteArrayList<>();
        Mqtt3AsyncClient client = connected("pipelining", topics, new CopyOnWriteArrayList<>());

        for (int i = 0; i < MANY; i++) {
            String command = i % 3 == 0
                    ? "{\"1\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"f" + i + "\"}}}"
                    : "{\"1\":{\"command\":\"diag.ping\"}}";
            publish(client, "api/" + i, command.getBytes(UTF_8));
        }

        await().atMost(RunningGateway.PATIENCE).until(() -> topics.size() == MANY);
        assertThat(topics)
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> "reply/" + i).toList());
        client.disconnect();
    }

    @Test
    void the_id_of_a_topic_comes_back_byte_for_byte() {
        List<String> topics = new CopyOnWriteArrayList<>();
        Mqtt3AsyncClient client = connected("echo-of-ids", topics, new CopyOnWriteArrayList<>());

        for (String topic : List.of("api", "api/0001", "api/1", "api/Ä-x")) {
            publish(client, topic, "{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8));
        }

        await().until(() -> topics.size() == 4);
        assertThat(topics).containsExactly("reply", "reply/0001", "reply/1", "reply/Ä-x");
        client.disconnect();
    }

    @Test
    void a_compressed_request_has_a_compressed_reply() {
        List<String> topics = new CopyOnWriteArrayList<>();
        List<byte[]> payloads = new CopyOnWriteArrayList<>();
        Mqtt3AsyncClient client = connected("zlib", topics, payloads);

        publish(client, "apiz/7", Zlib.deflate("{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8)));

        await().until(() -> topics.size() == 1);
        assertThat(topics).containsExactly("replyz/7");
        assertThat(new String(Zlib.inflate(payloads.get(0), 1000), UTF_8)).isEqualTo("{\"1\":{\"success\":true}}");
        client.disconnect();
    }

    @Test
    void a_compressed_request_that_is_no_zlib_stream_fails_as_a_whole() {
        List<byte[]> payloads = new CopyOnWriteArrayList<>();
        Mqtt3AsyncClient client = connected("no-zlib", new CopyOnWriteArrayList<>(), payloads);

        publish(client, "apiz", "{\"1\":{\"command\":\"diag.ping\"}}".getBytes(UTF_8));

        await().until(() -> payloads.size() == 1);
        assertThat(new String(Zlib.inflate(payloads.get(0), 1000), UTF_8))
                .startsWith("{\"success\":false,\"errorCodes\":[-99001]");
        client.disconnect();
    }

    @Test
    void a_message_over_the_limit_closes_its_connection_and_no_other() throws Exception {
        Mqtt3AsyncClient greedy = connected("greedy", new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        try (Tr50Client modest = GATEWAY.thing("modest")) {
            publish(greedy, "api/1", new byte[(1 << 20) + 8192]);

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !greedy.getState().isConnected());
            assertThat(RunningGateway.call(modest, "diag.ping", null)
                            .at("/success")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void a_wrong_token_is_refused_with_the_code_for_credentials() {
        assertRefused("some-thing", "wrong");
    }

    @Test
    void a_wrong_password_is_refused_with_the_code_for_credentials() {
        assertRefused(GATEWAY.ownerEmail(), "wrong");
        assertRefused("nobody@localhost", GATEWAY.ownerPassword());
    }

    @Test
    void a_token_opens_no_name_that_is_no_thing_key() {
        assertRefused("a/b", GATEWAY.appToken());
        assertRefused("a#", GATEWAY.appToken());
        assertRefused("a b", GATEWAY.appToken());
    }

    @Test
    void the_first_connection_registers_a_thing_and_the_next_finds_it() throws Exception {
        String id;
        try (Tr50Client first = GATEWAY.thing("newcomer")) {
            JsonNode thing = RunningGateway.call(first, "thing.find", null).at("/params");
            assertThat(thing.at("/createdBy").asText()).isEqualTo("AUTOREG");
            id = thing.at("/id").asText();
        }
        try (Tr50Client second = GATEWAY.thing("newcomer")) {
            assertThat(RunningGateway.call(second, "thing.find", null)
                            .at("/params/id")
                            .asText())
                    .isEqualTo(id);
        }
    }

    @Test
    void a_user_sees_when_a_thing_is_connected_and_when_it_was() throws Exception {
        try (Tr50Client user = GATEWAY.owner()) {
            try (Tr50Client thing = GATEWAY.thing("coming-and-going")) {
                RunningGateway.call(thing, "diag.ping", null);
                assertThat(find(user).at("/connected").asBoolean()).isTrue();
                assertThat(find(user).at("/proto").asText()).isEqualTo("MQTT");
            }
            await().untilAsserted(() ->
                    assertThat(find(user).at("/connected").asBoolean()).isFalse());
            await().untilAsserted(() -> assertThat(find(user).has("lastSeen")).isTrue());
        }
    }

    @Test
    void files_and_open_handles_survive_a_restart() throws Exception {
        String upload;
        String download;
        try (Tr50Client thing = GATEWAY.thing("survivor")) {
            GATEWAY.store(thing, "{\"fileName\":\"kept\",\"tags\":[\"a\"]}", "content");
            upload = RunningGateway.call(thing, "file.put", "{\"fileName\":\"later\"}")
                    .at("/params/fileId")
                    .asText();
            download = RunningGateway.call(thing, "file.get", "{\"fileName\":\"kept\"}")
                    .at("/params/fileId")
                    .asText();
        }

        GATEWAY.restart();

        assertThat(GATEWAY.post("/file/" + upload, "more").statusCode()).isEqualTo(200);
        assertThat(GATEWAY.get("/file/" + download).body()).isEqualTo("content");
        try (Tr50Client thing = GATEWAY.thing("survivor")) {
            assertThat(RunningGateway.call(thing, "file.list", null)
                            .at("/params/count")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_download_keeps_its_version_when_the_file_is_replaced_and_ends_when_it_is_deleted() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("versions")) {
            GATEWAY.store(thing, "{\"fileName\":\"a\"}", "first");
            String first = RunningGateway.call(thing, "file.get", "{\"fileName\":\"a\"}")
                    .at("/params/fileId")
                    .asText();
            GATEWAY.store(thing, "{\"fileName\":\"a\"}", "second");

            assertThat(GATEWAY.get("/file/" + first).body()).isEqualTo("first");
            RunningGateway.call(thing, "file.delete", "{\"fileName\":\"a\"}");
            assertThat(GATEWAY.get("/file/" + first).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void bytes_that_do_not_fit_the_promised_checksum_are_discarded_and_may_be_sent_again() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("checksum")) {
            String handle = RunningGateway.call(thing, "file.put", "{\"fileName\":\"a\",\"crc32\":907060870}")
                    .at("/params/fileId")
                    .asText();

            assertThat(GATEWAY.post("/file/" + handle, "hellO").statusCode()).isEqualTo(400);
            assertThat(RunningGateway.call(thing, "file.list", null)
                            .at("/params/count")
                            .asInt())
                    .isZero();
            assertThat(GATEWAY.post("/file/" + handle, "hello").statusCode()).isEqualTo(200);
            assertThat(GATEWAY.post("/file/" + handle, "hello").statusCode()).isEqualTo(404);
        }
    }

    private static JsonNode find(Tr50Client user) throws Exception {
        return RunningGateway.call(user, "thing.find", "{\"key\":\"coming-and-going\"}")
                .at("/params");
    }

    private static void assertRefused(String user, String password) {
        assertThatExceptionOfType(Mqtt3ConnAckException.class)
                .isThrownBy(() -> Tr50Client.connect("127.0.0.1", GATEWAY.mqttPort(), user, password, null))
                .satisfies(e -> assertThat(e.getMqttMessage().getReturnCode())
                        .isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD));
    }

    private static Mqtt3AsyncClient connected(String thingKey, List<String> topics, List<byte[]> payloads) {
        Mqtt3AsyncClient client = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> {
            payloads.add(publish.getPayloadAsBytes());
            topics.add(publish.getTopic().toString());
        });
        client.connectWith()
                .simpleAuth()
                .username(thingKey)
                .password(GATEWAY.appToken().getBytes(UTF_8))
                .applySimpleAuth()
                .send()
                .join();
        return client;
    }

    private static void publish(Mqtt3AsyncClient client, String topic, byte[] payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }
}
