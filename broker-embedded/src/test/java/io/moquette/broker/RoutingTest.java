package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moquette.BrokerConstants;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutingTest {

    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final SessionObserver observer = new SessionObserver() {
        @Override
        public void messageLost() {}

        @Override
        public void notRetained() {}

        @Override
        public void sessionEnded(String sessionId) {
            throw new AssertionError("no session here");
        }

        @Override
        public void commandFailed(String sessionId, String command, Throwable cause) {
            failed.add(command);
        }

        @Override
        public void publishLost(String sessionId, int packetId) {
            lost.add(sessionId + " " + packetId);
        }

        @Override
        public void publishRefused(String sessionId, int packetId) {
            throw new AssertionError("nothing is refused here");
        }
    };
    private final SessionLoops loops = new SessionLoops(interceptor, 1, Duration.ofMillis(50), observer);
    private final SubscriptionTree subscriptions = new SubscriptionTree();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Sessions sessions;
    private Routing routing;
    private MQTTConnection connection;

    @BeforeEach
    void start() {
        Clock clock = Clock.systemUTC();
        Authorizator all = new Authorizator(new PermitAllAuthorizatorPolicy());
        MemorySessionsRepository store = new MemorySessionsRepository();
        Admissions admissions = new Admissions();
        sessions = new Sessions(
                subscriptions, store, new QueueLimits(10, 1000), all, clock, loops, admissions, observer, session -> {
                    throw new AssertionError("nobody has a will");
                });
        routing = new Routing(
                subscriptions,
                new BoundedRetained(10, 1000, String::equals, () -> {}),
                sessions,
                store,
                interceptor,
                all,
                loops,
                clock,
                admissions,
                observer);
        connection = new MQTTConnection(
                channel,
                new BrokerConfiguration(
                        false,
                        false,
                        false,
                        false,
                        BrokerConstants.IMMEDIATE_BUFFER_FLUSH,
                        BrokerConstants.RECEIVE_MAXIMUM),
                new AcceptAllAuthenticator(),
                sessions,
                routing);
        NettyUtils.clientID(channel, onLoop(0));
    }

    @AfterEach
    void stop() {
        busy.countDown();
        routing.terminate();
        sessions.close();
        interceptor.stop();
    }

    /** A session id that belongs to the loop. */
    private String onLoop(int loop) {
        for (int i = 0; ; i++) {
            if (loops.targetQueueOrdinal("s" + i) == loop) {
                return "s" + i;
            }
        }
    }

    /** One command is carried out, another fills the queue. */
    private void fill(int loop) {
        CountDownLatch begun = new CountDownLatch(1);
        loops.routeCommand(onLoop(loop), "wait", () -> {
            begun.countDown();
            busy.await();
            return null;
        });
        await().until(() -> begun.getCount() == 0);
        loops.routeCommand(onLoop(loop), "fill", () -> null);
    }

    private static MqttPublishMessage message(MqttQoS qos) {
        return MqttMessageBuilders.publish()
                .topicName("news")
                .qos(qos)
                .messageId(7)
                .payload(Unpooled.wrappedBuffer(new byte[] {1}))
                .build();
    }

    private void publish(MqttQoS qos) {
        CountDownLatch done = new CountDownLatch(1);
        routing.publish(connection, message(qos));
        loops.routeCommand(onLoop(0), "done", () -> {
            done.countDown();
            return null;
        });
        await().until(() -> done.getCount() == 0);
    }

    private void subscribe(int loop) {
        subscriptions.add(onLoop(loop), new Topic("news"), MqttSubscriptionOption.onlyFromQos(MqttQoS.EXACTLY_ONCE));
    }

    @Test
    void a_message_that_a_busy_loop_does_not_take_is_not_acknowledged_and_reported_lost() {
        assumeTrue(loops.getEventLoopCount() > 1, "with one loop, none can be ahead of another");
        subscribe(0);
        subscribe(loops.getEventLoopCount() - 1);
        fill(loops.getEventLoopCount() - 1);
        publish(MqttQoS.AT_LEAST_ONCE);
        publish(MqttQoS.EXACTLY_ONCE);
        assertThat(lost).containsExactly(onLoop(0) + " 7", onLoop(0) + " 7");
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void a_message_that_all_loops_take_is_acknowledged_even_to_a_channel_that_is_full() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(channel.isWritable()).isFalse();
        subscribe(0);
        publish(MqttQoS.AT_LEAST_ONCE);
        publish(MqttQoS.EXACTLY_ONCE);
        assertThat(lost).isEmpty();
        assertThat(answer()).isEqualTo(MqttMessageType.PUBACK);
        assertThat(answer()).isEqualTo(MqttMessageType.PUBREC);
    }

    @Test
    void a_message_that_its_own_loop_does_not_take_is_reported_lost_and_released() {
        fill(0);
        MqttPublishMessage message = message(MqttQoS.EXACTLY_ONCE);
        routing.publish(connection, message);
        assertThat(lost).containsExactly(onLoop(0) + " 7");
        assertThat(failed).containsExactly("PUBLISH");
        assertThat(message.refCnt()).isOne();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void a_message_at_qos_0_that_a_loop_does_not_take_is_just_gone() {
        fill(0);
        MqttPublishMessage message = message(MqttQoS.AT_MOST_ONCE);
        routing.publish(connection, message);
        assertThat(lost).isEmpty();
        assertThat(message.refCnt()).isOne();
    }

    @Test
    void a_message_that_cannot_be_spread_is_reported_lost_and_released() {
        MqttPublishMessage broken = new MqttPublishMessage(
                message(MqttQoS.EXACTLY_ONCE).fixedHeader(),
                new MqttPublishVariableHeader(null, 7),
                Unpooled.wrappedBuffer(new byte[] {1}));
        routing.publish(connection, broken);
        await().until(() -> lost.equals(List.of(onLoop(0) + " 7")));
        await().until(() -> failed.equals(List.of("PUBLISH")));
        assertThat(broken.refCnt()).isOne();
    }

    @Test
    void a_message_of_a_connection_that_was_just_taken_over_is_acknowledged_and_released() {
        MqttPublishMessage message = message(MqttQoS.AT_LEAST_ONCE);
        routing.publish(connection, message);
        await().until(() -> message.refCnt() == 1);
        assertThat(answer()).isEqualTo(MqttMessageType.PUBACK);
    }

    private MqttMessageType answer() {
        MqttMessage answer = channel.readOutbound();
        assertThat(((MqttMessageIdVariableHeader) answer.variableHeader()).messageId())
                .isEqualTo(7);
        return answer.fixedHeader().messageType();
    }
}
