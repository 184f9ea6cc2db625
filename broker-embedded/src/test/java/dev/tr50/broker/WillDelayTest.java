package dev.tr50.broker;

import static dev.tr50.broker.Client5.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Client5.Message;
import dev.tr50.broker.Client5.Will;
import dev.tr50.broker.RawClient.Body;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a will is published, and with what. */
class WillDelayTest {

    private static final int DELAY = 0x18;
    private static final int SESSION_EXPIRY = 0x11;
    private static final int PROTOCOL_ERROR = 0x82;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Body seconds(int property, int seconds) {
        return Client5.four(property, seconds);
    }

    private Client5 open(boolean clean, int expiry, Body willProperties) throws Exception {
        Will will = new Will("will", "gone", 1, false, willProperties);
        return Client5.open(gateway, will.connect("a.pump", "app", clean, seconds(SESSION_EXPIRY, expiry)));
    }

    private Client5 watcher() throws Exception {
        Client5 watcher = Client5.open(gateway, "a.pump", "watcher");
        watcher.subscribe("will", 1);
        return watcher;
    }

    /** A later will shows that an earlier one is not to come: both wait for the same clockwork. */
    private void assertNoWillBut(Client5 watcher, String later, int delay) throws Exception {
        Will will = new Will("will", later, 1, false, seconds(DELAY, delay));
        Client5.open(gateway, will.connect("a.pump", "later", true, seconds(SESSION_EXPIRY, 60)))
                .close();
        assertThat(watcher.message().payload()).isEqualTo(later);
        assertThat(watcher.messages()).isEmpty();
    }

    @Test
    void a_will_without_delay_is_published_when_the_connection_breaks() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 60, NONE).close();
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_delayed_will_is_published_later() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 60, seconds(DELAY, 3)).close();
            Will atOnce = new Will("will", "at once", 1, false, NONE);
            Client5.open(gateway, atOnce.connect("a.pump", "other", true, NONE)).close();
            assertThat(watcher.message().payload()).isEqualTo("at once");
            assertThat(watcher.message().payload()).isEqualTo("gone");
            assertThat(watcher.messages()).isEmpty();
        }
    }

    @Test
    void a_will_does_not_wait_longer_than_its_session_lasts() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 1, seconds(DELAY, 3600)).close();
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_delay_of_more_than_two_to_the_31_seconds_is_a_long_time() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 60, seconds(DELAY, -1)).close();
            assertNoWillBut(watcher, "later", 1);
        }
    }

    @Test
    void a_delayed_will_of_a_session_that_ends_with_its_connection_is_published_at_once() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 0, seconds(DELAY, 3600)).close();
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_client_that_comes_back_in_time_takes_its_will_back() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 60, seconds(DELAY, 3)).close();
            try (Client5 again = Client5.open(gateway, "a.pump", "app", false, seconds(SESSION_EXPIRY, 60))) {
                assertThat(again.connAck.at(0)).isEqualTo(1);
                assertNoWillBut(watcher, "later", 4);
            }
        }
    }

    @Test
    void a_client_that_comes_back_without_its_session_has_the_will_published_for_the_session_ended() throws Exception {
        try (Client5 watcher = watcher()) {
            open(true, 60, seconds(DELAY, 3600)).close();
            try (Client5 again = Client5.open(gateway, "a.pump", "app")) {
                assertThat(again.connAck.at(0)).isZero();
                assertThat(watcher.message().payload()).isEqualTo("gone");
            }
        }
    }

    @Test
    void a_connection_that_is_taken_over_has_its_will_published_unless_it_is_delayed_and_the_session_goes_on()
            throws Exception {
        try (Client5 watcher = watcher()) {
            try (Client5 older = open(false, 60, NONE);
                    Client5 newer = open(false, 60, seconds(DELAY, 3600))) {
                assertThat(older.farewell()).isEqualTo(0x8E);
                assertThat(watcher.message().payload()).isEqualTo("gone");
                try (Client5 newest = Client5.open(gateway, "a.pump", "app", false, seconds(SESSION_EXPIRY, 60))) {
                    assertThat(newer.farewell()).isEqualTo(0x8E);
                    assertNoWillBut(watcher, "later", 1);
                    assertThat(newest.messages()).isEmpty();
                }
            }
        }
    }

    @Test
    void a_normal_disconnect_takes_the_will_back() throws Exception {
        try (Client5 watcher = watcher()) {
            try (Client5 client = open(true, 60, NONE)) {
                client.raw.send(Client5.disconnect(0, NONE));
                client.raw.drain();
            }
            assertNoWillBut(watcher, "later", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x80, 0x81, 0x93})
    void a_disconnect_of_any_other_reason_does_not(int reason) throws Exception {
        try (Client5 watcher = watcher();
                Client5 client = open(true, 60, NONE)) {
            client.raw.send(Client5.disconnect(reason, NONE));
            client.raw.drain();
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_disconnect_that_ends_the_session_does_not_leave_a_delayed_will_waiting() throws Exception {
        try (Client5 watcher = watcher();
                Client5 client = open(true, 60, seconds(DELAY, 3600))) {
            client.raw.send(Client5.disconnect(4, seconds(SESSION_EXPIRY, 0)));
            client.raw.drain();
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_client_that_breaks_the_rules_has_its_will_published() throws Exception {
        try (Client5 watcher = watcher();
                Client5 client = open(true, 60, NONE)) {
            client.raw.send(Client5.publish(0, "", 0, NONE, ""));
            assertThat(client.farewell()).isEqualTo(PROTOCOL_ERROR);
            assertThat(watcher.message().payload()).isEqualTo("gone");
        }
    }

    @Test
    void a_will_carries_all_its_properties_and_the_pairs_in_their_order() throws Exception {
        Body properties = Client5.all(
                Client5.one(0x01, 1),
                seconds(0x02, 100),
                Client5.text(0x03, "text/plain"),
                Client5.text(0x08, "answers"),
                Client5.text(0x09, "data"),
                Client5.user("b", "1"),
                Client5.user("a", "2"),
                Client5.user("b", "3"),
                seconds(DELAY, 1));
        try (Client5 watcher = watcher()) {
            open(true, 60, properties).close();
            Message will = watcher.message();
            assertThat(will.one(0x01)).isEqualTo(1);
            assertThat((Long) will.one(0x02)).isBetween(30L, 100L);
            assertThat(will.one(0x03)).isEqualTo("text/plain");
            assertThat(will.one(0x08)).isEqualTo("answers");
            assertThat(will.one(0x09)).isEqualTo("data");
            assertThat(will.all(0x26)).isEqualTo(List.of("b=1", "a=2", "b=3"));
            assertThat(will.all(DELAY)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false, 0", "1, false, 0", "2, false, 0", "1, true, 0", "1, true, 1"})
    void a_will_has_the_qos_and_the_retain_flag_that_connect_gave_it(int qos, boolean retain, int delay)
            throws Exception {
        try (Client5 watcher = Client5.open(gateway, "a.pump", "watcher")) {
            watcher.subscribe("will", 2);
            Will will = new Will("will", "gone", qos, retain, seconds(DELAY, delay));
            Client5.open(gateway, will.connect("a.pump", "app", true, seconds(SESSION_EXPIRY, 60)))
                    .close();
            assertThat(watcher.message().qos()).isEqualTo(qos);
            watcher.subscribe("+", 0);
            assertThat(watcher.messages()).extracting(Message::retained).hasSize(retain ? 1 : 0);
        }
    }

    @Test
    void wills_wait_for_every_client_by_itself() throws Exception {
        try (Client5 watcher = watcher()) {
            for (String client : new String[] {"one", "two", "three"}) {
                Will will = new Will("will", client, 1, false, seconds(DELAY, 1));
                Client5.open(gateway, will.connect("a.pump", client, true, seconds(SESSION_EXPIRY, 60)))
                        .close();
            }
            assertThat(List.of(watcher.message(), watcher.message(), watcher.message()))
                    .extracting(Message::payload)
                    .containsExactlyInAnyOrder("one", "two", "three");
        }
    }
}
