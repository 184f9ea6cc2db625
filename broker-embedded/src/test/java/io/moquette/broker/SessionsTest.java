package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.BrokerConstants;
import io.moquette.broker.SessionRegistry.SessionCreationResult;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Subscription;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.BrokerInterceptor;
import io.moquette.persistence.MemorySessionsRepository;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final SessionObserver observer = new SessionObserver() {
        @Override
        public void messageLost() {}

        @Override
        public void notRetained() {}

        @Override
        public void sessionEnded(String sessionId) {
            ended.add(sessionId);
        }

        @Override
        public void commandFailed(String sessionId, String command, Throwable cause) {
            throw new AssertionError(command, cause);
        }

        @Override
        public void publishLost(String sessionId, int packetId) {
            throw new AssertionError("nothing is published here");
        }

        @Override
        public void publishRefused(String sessionId, int packetId) {
            throw new AssertionError("nothing is published here");
        }
    };
    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final SessionLoops loops = new SessionLoops(interceptor, 10, Duration.ofSeconds(5), observer);
    private final Authorizator all = new Authorizator(new PermitAllAuthorizatorPolicy());
    private final Admissions admissions = new Admissions();
    private final Sessions sessions = new Sessions(
            new SubscriptionTree(),
            new MemorySessionsRepository(),
            new QueueLimits(10, 1000),
            all,
            Clock.systemUTC(),
            loops,
            admissions,
            observer,
            session -> {
                throw new AssertionError("nobody has a will");
            });

    @AfterEach
    void stop() {
        sessions.close();
        loops.terminate();
        interceptor.stop();
    }

    private SessionCreationResult connect(int expirySeconds) {
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .clientId("app")
                .cleanSession(false)
                .build();
        admissions.begin(new AdmittedConnect(connect, expirySeconds, () -> {}));
        SessionCreationResult result = sessions.createOrReopenSession(connect, "app", "user");
        result.session.bind(connection());
        return result;
    }

    private MQTTConnection connection() {
        BrokerConfiguration configuration = new BrokerConfiguration(
                false, false, false, false, BrokerConstants.IMMEDIATE_BUFFER_FLUSH, BrokerConstants.RECEIVE_MAXIMUM);
        return new MQTTConnection(new EmbeddedChannel(), configuration, new AcceptAllAuthenticator(), sessions, null);
    }

    @Test
    void a_connection_that_hears_of_its_connack_after_it_was_taken_over_does_not_pass_for_its_successor() {
        SessionCreationResult older = connect(60);
        SessionCreationResult newer = connect(60);
        assertThat(older.session.completeConnection()).isFalse();
        assertThat(newer.session.completeConnection()).isTrue();
    }

    @Test
    void a_session_that_is_taken_over_keeps_its_subscriptions() {
        SessionCreationResult older = connect(60);
        older.session.completeConnection();
        older.session.addSubscriptions(List.of(
                new Subscription("app", new Topic("news"), MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_MOST_ONCE))));
        SessionCreationResult newer = connect(60);
        assertThat(newer.alreadyStored).isTrue();
        assertThat(newer.session.getSubscriptions()).hasSize(1);
        assertThat(ended).isEmpty();
    }

    @Test
    void a_session_that_was_to_end_with_its_connection_is_not_taken_over() {
        connect(0).session.completeConnection();
        SessionCreationResult newer = connect(60);
        assertThat(newer.alreadyStored).isFalse();
        assertThat(ended).containsExactly("app");
    }
}
