package dev.tr50.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tr50.broker.RawClient.Body;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks the rules ends the connection it came by, at once, and nothing else: not even that of the same user. */
class PoisonedClientsTest {

    private static final String LONGEST = "x".repeat(65_535);
    private static final String DEEPEST = "x/".repeat(999) + "x";
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int TOPIC_ALIAS = 0x23;

    private static Gateway gateway;
    private static Device bystander;

    /** @param level of the CONNECT before it; 0 where there is none */
    record Poison(String name, int level, byte[] bytes) {
        @Override
        public String toString() {
            return name + (level == 0 ? " before CONNECT" : " after CONNECT of level " + level);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        gateway = new Gateway();
        bystander = Device.connect(gateway, "a.pump", "bystander");
        bystander.subscribe("alive/#", MqttQos.AT_LEAST_ONCE);
    }

    @AfterAll
    static void stop() {
        bystander.close();
        gateway.close();
    }

    static Stream<Poison> poisons() {
        Stream<Poison> early = Stream.of(
                new Poison("PUBLISH", 0, RawClient.publish("api", "x", 1, 1, false)),
                new Poison("SUBSCRIBE", 0, RawClient.subscribe(4, 1, 1, "a")),
                new Poison("UNSUBSCRIBE", 0, RawClient.unsubscribe(4, 1, "a")),
                new Poison("PUBACK", 0, RawClient.acknowledgement(RawClient.PUBACK, 1)),
                new Poison("PUBREL", 0, RawClient.acknowledgement(RawClient.PUBREL, 1)),
                new Poison("PINGREQ", 0, RawClient.ping()),
                new Poison("DISCONNECT", 0, RawClient.disconnect()),
                new Poison("AUTH", 0, RawClient.packet(0xF0, new Body())),
                new Poison("CONNACK", 0, RawClient.packet(0x20, new Body().number(0))),
                new Poison("a request of HTTP", 0, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8)),
                new Poison("a length without end", 0, new byte[] {0x10, -1, -1, -1, -1, -1}),
                new Poison("the beginning of a CONNECT of a mebibyte", 0, beginningOf(0x10, 4)),
                new Poison("the beginning of a CONNECT of MQTT 5 of a mebibyte", 0, beginningOf(0x10, 5)),
                new Poison("the beginning of a PUBLISH of a mebibyte", 0, beginningOf(0x30, 4)),
                new Poison("a will without a topic", 0, willOf("")),
                new Poison("a will for a wildcard", 0, willOf("a/#")),
                new Poison("a will for 65,535 bytes", 0, willOf(LONGEST)),
                new Poison("a will 1,000 levels deep", 0, willOf(DEEPEST)));
        return Stream.concat(early, IntStream.rangeClosed(3, 5).boxed().flatMap(PoisonedClientsTest::poisonsOf));
    }

    private static Stream<Poison> poisonsOf(int level) {
        String nothing = level == 5 ? "\0" : "";
        Stream<Poison> all = Stream.of(
                new Poison("a second CONNECT", level, RawClient.connect(level, true, "other", "a.pump", "secret")),
                new Poison("a PUBLISH to +", level, RawClient.publish("a/+/b", nothing, 1, 1, false)),
                new Poison("a PUBLISH to #", level, RawClient.publish("#", nothing, 0, 0, false)),
                new Poison("a PUBLISH of 65,535 bytes", level, RawClient.publish(LONGEST, nothing, 1, 1, false)),
                new Poison("a PUBLISH of 1,000 levels", level, RawClient.publish(DEEPEST, nothing, 1, 1, false)),
                new Poison("a PUBLISH at QoS 3", level, RawClient.publish("a", nothing, 3, 1, false)),
                new Poison("a PUBLISH whose topic reaches into what follows it", level, overlong()),
                new Poison("a SUBSCRIBE to nothing", level, RawClient.subscribe(level, 1, 0)),
                new Poison("a SUBSCRIBE at QoS 3", level, RawClient.subscribe(level, 1, 3, "a")),
                new Poison("an UNSUBSCRIBE from nothing", level, RawClient.unsubscribe(level, 1)),
                new Poison(
                        "a SUBACK",
                        level,
                        RawClient.packet(0x90, new Body().number(1).octet(0))),
                new Poison("a PINGRESP", level, new byte[] {(byte) 0xD0, 0}),
                new Poison("a packet of type 0", level, new byte[] {0, 0}),
                new Poison("a length without end", level, new byte[] {0x30, -1, -1, -1, -1, -1}));
        return level < 5 ? all : Stream.concat(all, poisonsOfMqtt5());
    }

    private static Stream<Poison> poisonsOfMqtt5() {
        Body toWildcard = new Body().octet(RESPONSE_TOPIC).text("reply/#");
        return Stream.of(
                new Poison("an answer wanted on a wildcard", 5, RawClient.publish5("api", toWildcard, "x")),
                new Poison("properties of 5,000 bytes", 5, propertiesOf5000Bytes()),
                new Poison("topic alias 0", 5, RawClient.publish5("a", alias(0), "x")),
                new Poison("topic alias 65,535", 5, RawClient.publish5("a", alias(65_535), "x")),
                new Poison("an alias that names no topic", 5, RawClient.publish5("", alias(9), "x")),
                new Poison("subscription identifier 0", 5, identified(0)),
                new Poison(
                        "an AUTH",
                        5,
                        RawClient.packet(0xF0, new Body().octet(0x18).octet(0))),
                new Poison(
                        "properties longer than their packet",
                        5,
                        RawClient.packet(0x30, new Body().text("a").octet(99))));
    }

    private static Body alias(int number) {
        return new Body().octet(TOPIC_ALIAS).number(number);
    }

    private static byte[] identified(int number) {
        Body body = new Body()
                .number(1)
                .octet(2)
                .octet(0x0B)
                .octet(number)
                .text("a")
                .octet(0);
        return RawClient.packet(0x82, body);
    }

    private static byte[] beginningOf(int header, int level) {
        Body body = new Body().octet(header).octet(0x80).octet(0x80).octet(0x40);
        return body.text("MQTT").octet(level).bytes();
    }

    private static byte[] propertiesOf5000Bytes() {
        Body body = new Body().text("a").number(1).octet(5000 % 128 | 128).octet(5000 / 128);
        for (int i = 0; i < 1000; i++) {
            body.octet(0x26).text("").text("");
        }
        return RawClient.packet(0x32, body);
    }

    private static byte[] overlong() {
        Body bytes = new Body().raw(RawClient.packet(0x32, new Body().number(9)));
        for (int i = 0; i < 9; i++) {
            bytes.raw(RawClient.ping());
        }
        return bytes.bytes();
    }

    private static byte[] willOf(String topic) {
        Body body = new Body().text("MQTT").octet(4).octet(0xC6).number(60).text("poisoned");
        return RawClient.packet(
                0x10, body.text(topic).text("gone").text("a.pump").text(Gateway.PASSWORD));
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void a_poisoned_client_ends_its_own_connection_only(Poison poison) throws Exception {
        List<Connection> before = List.copyOf(gateway.disconnected);
        try (RawClient client = new RawClient(gateway)) {
            if (poison.level() > 0) {
                client.enter(poison.level(), "a.pump", "poisoned");
            }
            swallow(client, poison.bytes());
            assertThat(client.isHungUp()).isTrue();
        }

        othersAreServed();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.disconnected)
                        .hasSize(before.size() + (poison.level() > 0 ? 1 : 0))
                        .allMatch(connection -> connection.clientId().equals("poisoned")));
    }

    /** It may be hung up before it has said everything. */
    private static void swallow(RawClient client, byte[] bytes) throws IOException {
        try {
            client.send(bytes);
        } catch (EOFException | SocketException hungUp) {
            assertThat(client.isHungUp()).isTrue();
        }
    }

    private static void othersAreServed() throws Exception {
        gateway.broker.answers().toCompletableFuture().get(30, TimeUnit.SECONDS);
        String word = "alive/" + gateway.disconnected.size() + "/" + System.nanoTime();
        bystander.publish(word, "yes");
        bystander.awaitReceived(word + " yes");
        bystander.publish("api", word);
        bystander.awaitReceived("reply re:" + word);
    }
}
