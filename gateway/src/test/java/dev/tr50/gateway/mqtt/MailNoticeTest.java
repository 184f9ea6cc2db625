package dev.tr50.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.BrokerSettings;
import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.broker.Login;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.field.MqttBytes;
import dev.tr50.gateway.field.MqttBytes.Publish;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.thing.Presence;
import dev.tr50.storage.Group;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Role;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Thing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How things are told on {@code notify/mailbox_activity} that mail waits. */
class MailNoticeTest {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private volatile boolean mailWaits;
    private final Presence presence = new Presence(new Presence.Listener() {
        @Override
        public void connectionChanged(Thing thing, boolean connected) {}

        @Override
        public void arrived(Caller caller, Runnable mailNotice) {
            if (mailWaits) {
                mailNotice.run();
            }
        }
    });
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException {
        MqttDoor door = new MqttDoor(
                null,
                null,
                1000,
                () -> new RateLimit(1000, new LimitCounts()),
                presence,
                new Turns(threads, threads, threads),
                threads,
                new LimitCounts());
        broker = EmbeddedBroker.start(
                BrokerSettings.on("127.0.0.1", 0),
                login -> CompletableFuture.completedFuture(new Verdict.Accepted("g", login.username(), caller(login))),
                door);
    }

    @AfterEach
    void stop() {
        broker.close();
        threads.shutdownNow();
    }

    /** The session has the name of the client id. */
    private static Caller caller(Login login) {
        return new Caller(
                login.clientId(),
                new ThingPrincipal(thing(login.username()), null, login.clientId()),
                new Group("g", "G", "G", new Scope(1)),
                Role.EDITOR,
                new Origin("MQTT", "here"),
                Instant.EPOCH);
    }

    private static Thing thing(String key) {
        return new Thing(
                "id-of-" + key,
                "g",
                key,
                key,
                null,
                "default",
                List.of(),
                List.of(),
                Identifiers.NONE,
                "test",
                Instant.EPOCH,
                "test",
                Instant.EPOCH,
                null,
                null,
                new Scope(2),
                null,
                null,
                true);
    }

    private MqttBytes connected(String thingKey, String clientId) throws IOException {
        MqttBytes mqtt = new MqttBytes(broker.port());
        mqtt.send(0x10, "MQIsdp", 3, 0xC2, 0, 60, clientId, thingKey, "secret");
        assertThat(mqtt.packet().first()).isEqualTo(0x20);
        return mqtt;
    }

    private static void assertNotice(MqttBytes mqtt, String sessionId, String thingKey) throws IOException {
        Publish notice = mqtt.publish();
        assertThat(notice.first()).as("QoS 0, not retained").isEqualTo(0x30);
        assertThat(notice.topic()).isEqualTo("notify/mailbox_activity");
        assertThat(notice.text()).isEqualTo("{\"sessionId\":\"" + sessionId + "\",\"thingKey\":\"" + thingKey + "\"}");
    }

    @Test
    void every_connection_of_the_thing_is_told_without_a_subscription_and_no_other() throws IOException {
        try (MqttBytes one = connected("pump", "1");
                MqttBytes two = connected("pump", "2");
                MqttBytes other = connected("valve", "3")) {
            // What a client sends is read only after the gateway knows its connection.
            one.assertNothingMoreCame();
            two.assertNothingMoreCame();
            presence.tellOfMail(thing("pump"));

            assertNotice(one, "1", "pump");
            assertNotice(two, "2", "pump");
            one.assertNothingMoreCame();
            other.assertNothingMoreCame();
        }
    }

    @Test
    void a_connection_is_told_right_after_its_connack_when_mail_waits() throws IOException {
        try (MqttBytes one = connected("pump", "1")) {
            one.assertNothingMoreCame();
            mailWaits = true;
            try (MqttBytes two = connected("pump", "2")) {
                assertNotice(two, "2", "pump");
                two.assertNothingMoreCame();
            }
            one.assertNothingMoreCame();
        }
    }

    @Test
    void nobody_is_told_of_mail_for_a_thing_that_is_not_connected() {
        presence.tellOfMail(thing("pump"));

        assertThat(presence.of(thing("pump"))).isEmpty();
    }
}
