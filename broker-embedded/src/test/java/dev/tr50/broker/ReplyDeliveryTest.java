package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDeliveryTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttQos.class,
            names = {"AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void a_reply_reaches_the_client_that_asked_without_a_subscription(MqttQos qos) {
        try (Device device = Device.connect(gateway, "a.pump", "app")) {
            device.publish("api/0001", "ping", qos, false);
            device.awaitReceived("reply/0001 re:ping");
            assertThat(device.received).hasSize(1);
            assertThat(gateway.commands).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "apiz", "api/1", "apiz/00x7"})
    void a_reply_goes_to_the_topic_of_its_command(String topic) {
        try (Device device = Device.connect(gateway, "a.pump", "app")) {
            device.publish(topic, "x");
            device.awaitReceived(topic.replace("api", "reply") + " re:x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply/#", "reply/7", "reply/+", "reply/#|#|+/+"})
    void a_client_that_subscribed_itself_gets_one_copy(String filters) {
        try (Device device = Device.connect(gateway, "a.pump", "app")) {
            for (String filter : filters.split("\\|")) {
                device.subscribe(filter, MqttQos.AT_LEAST_ONCE);
            }
            device.publish("api/7", "x");
            device.publish("api/8", "end");
            device.awaitReceived("reply/8 re:end");
            assertThat(device.received).containsOnlyOnce("reply/7 re:x");
        }
    }

    @Test
    void a_reply_never_reaches_another_user_whatever_it_subscribed() {
        try (Device device = Device.connect(gateway, "a.pump", "app");
                Device nosy = Device.connect(gateway, "a.nosy", "nosy")) {
            for (String filter : new String[] {"#", "reply/#", "+/+", "reply", "+", "replyz/#", "notify/#"}) {
                nosy.subscribe(filter, MqttQos.AT_MOST_ONCE);
            }
            Assertions.assertThatThrownBy(() -> nosy.subscribe("$share/x/reply/#", MqttQos.AT_MOST_ONCE))
                    .hasRootCauseInstanceOf(Mqtt3SubAckException.class);
            device.publish("api/7", "x");
            device.publish("api", "x");
            device.awaitReceived("reply re:x");
            gateway.connectionOf("app").notify("notify/mailbox_activity", new byte[] {1});
            device.publish("news", "marker");
            nosy.awaitReceived("news marker");
            assertThat(nosy.received).containsExactly("news marker");
        }
    }

    @Test
    void another_session_of_the_same_user_gets_a_copy_when_it_subscribed() {
        try (Device device = Device.connect(gateway, "a.pump", "app");
                Device window = Device.connect(gateway, "a.pump", "sub");
                Device silent = Device.connect(gateway, "a.pump", "silent")) {
            window.subscribe("reply/#", MqttQos.AT_MOST_ONCE);
            device.publish("api/7", "x");
            window.awaitReceived("reply/7 re:x");
            device.awaitReceived("reply/7 re:x");
            assertThat(silent.received).isEmpty();
        }
    }

    @Test
    void a_reply_still_reaches_the_users_other_session_when_the_asker_is_gone() {
        try (Device window = Device.connect(gateway, "a.pump", "sub")) {
            window.subscribe("reply", MqttQos.AT_MOST_ONCE);
            Device asker = Device.connect(gateway, "a.pump", "pub");
            Connection asking = gateway.connectionOf("pub");
            asker.close();
            await().until(() -> gateway.disconnected.contains(asking));
            asking.reply(new ReplyRoute("reply", null), "late".getBytes(StandardCharsets.UTF_8));
            window.awaitReceived("reply late");
        }
    }

    @Test
    void a_reply_does_not_cross_to_the_same_user_name_in_another_group() {
        try (Device device = Device.connect(gateway, "a.pump", "app");
                Device other = Device.connect(gateway, "b.pump", "app")) {
            other.subscribe("reply/#", MqttQos.AT_MOST_ONCE);
            device.publish("api/7", "x");
            device.awaitReceived("reply/7 re:x");
            other.publish("api/8", "own");
            other.awaitReceived("reply/8 re:own");
            assertThat(other.received).containsExactly("reply/8 re:own");
        }
    }

    @Test
    void a_notification_reaches_its_connection_once_subscribed_or_not() {
        try (Device device = Device.connect(gateway, "a.pump", "app");
                Device subscribed = Device.connect(gateway, "a.pump", "sub")) {
            subscribed.subscribe("notify/#", MqttQos.AT_LEAST_ONCE);
            gateway.connectionOf("app").notify("notify/mailbox_activity", "{}".getBytes(StandardCharsets.UTF_8));
            device.awaitReceived("notify/mailbox_activity {}");
            gateway.connectionOf("sub").notify("notify/mailbox_activity", "{}".getBytes(StandardCharsets.UTF_8));
            subscribed.publish("api", "end");
            subscribed.awaitReceived("reply re:end");
            assertThat(subscribed.received).containsOnlyOnce("notify/mailbox_activity {}");
        }
    }
}
