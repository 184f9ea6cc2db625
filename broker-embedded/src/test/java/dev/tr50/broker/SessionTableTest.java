package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    private static final SessionKey KEY = new SessionKey(new SessionKey.User("a", "a.pump"), "app");

    private final SessionTable table = new SessionTable(1);

    private static ClientConnection connectionOf(ClientSession session) {
        Admission admission = new Admission(KEY, null, MqttLevel.MQTT_3_1_1, Long.MAX_VALUE);
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress("127.0.0.1", 1);
            }
        };
        return new ClientConnection(admission, session, null, new ReadGate(channel), channel);
    }

    private ClientSession connected() {
        ClientSession session = table.open(KEY, false);
        session.attach(connectionOf(session));
        table.returned(session);
        return session;
    }

    @Test
    void a_session_that_expires_while_its_client_comes_back_is_found_again() {
        ClientSession session = table.open(KEY, false);
        table.endIfAway(KEY.id());
        session.attach(connectionOf(session));
        table.returned(session);
        assertThat(table.connectionOf(KEY.id())).isSameAs(session.connection());
    }

    @Test
    void a_session_whose_client_is_there_does_not_end() {
        ClientSession session = connected();
        table.end(session);
        assertThat(table.connectionOf(KEY.id())).isNotNull();
    }

    @Test
    void a_session_that_was_replaced_does_not_count_as_away_when_its_client_goes() {
        ClientSession older = connected();
        ClientSession newer = table.open(KEY, true);
        newer.attach(connectionOf(newer));
        table.returned(newer);
        assertThat(table.left(older)).isEmpty();
        SessionKey other = new SessionKey(KEY.user(), "other");
        assertThat(table.left(table.open(other, false))).isEmpty();
    }

    @Test
    void the_session_that_has_been_away_longest_makes_room() {
        ClientSession first = table.open(KEY, false);
        SessionKey other = new SessionKey(KEY.user(), "other");
        assertThat(table.left(first)).isEmpty();
        assertThat(table.left(table.open(other, false))).contains(KEY.id());
    }
}
