package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wills: published whenever a connection ends without DISCONNECT, and never otherwise. */
class WillConformanceTest {

    private static final int WITH_WILL = 0xC4;
    private static final int CLEAN = 2;
    private static final int RETAIN = 0x20;

    private Gateway gateway;
    private RawClient witness;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        witness = RawClient.connected(gateway, 4, "a.witness", "w");
        witness.send(RawClient.subscribe(4, 1, 2, "wills/#"));
        witness.read(RawClient.SUBACK);
    }

    @AfterEach
    void stop() throws Exception {
        witness.close();
        gateway.close();
    }

    private RawClient mortal(int flags, int keepAlive, String payload) throws IOException {
        return mortal(WITH_WILL | flags, keepAlive, new Body().text("wills/one").text(payload));
    }

    private RawClient mortal(int flags, int keepAlive, Body will) throws IOException {
        RawClient client = new RawClient(gateway);
        client.send(RawClient.packet(
                0x10,
                new Body()
                        .text("MQTT")
                        .octet(4)
                        .octet(flags)
                        .number(keepAlive)
                        .text("mortal")
                        .raw(will.bytes())
                        .text("a.mortal")
                        .text(Gateway.PASSWORD)));
        assertThat(client.read(RawClient.CONNACK).at(1)).isZero();
        client.send(RawClient.publish("api", "x", 0, 0, false));
        client.read(RawClient.PUBLISH);
        return client;
    }

    private void expectWill(String payload) throws IOException {
        Packet will = witness.read();
        assertThat(will.type()).isEqualTo(RawClient.PUBLISH);
        assertThat(will.topic()).isEqualTo("wills/one");
        assertThat(will.payload()).isEqualTo(payload);
    }

    /** Nothing but this marker comes. */
    private void expectNoWill() throws IOException {
        try (RawClient publisher = RawClient.connected(gateway, 4, "a.witness", "p")) {
            publisher.send(RawClient.publish("wills/marker", "", 1, 1, false));
            publisher.read(RawClient.PUBACK);
            assertThat(witness.read().topic()).isEqualTo("wills/marker");
        }
    }

    @Test
    void a_connection_that_breaks_publishes_the_will() throws Exception {
        mortal(CLEAN, 60, "broken").hangUp();
        expectWill("broken");
        mortal(CLEAN, 60, "reset").reset();
        expectWill("reset");
    }

    @Test
    void a_client_that_falls_silent_publishes_the_will() throws Exception {
        try (RawClient client = mortal(CLEAN, 1, "silent")) {
            expectWill("silent");
            client.assertHungUpInSilence();
        }
    }

    @Test
    void a_protocol_error_publishes_the_will() throws Exception {
        try (RawClient client = mortal(CLEAN, 60, "rude")) {
            client.send(new byte[] {0x41, 2, 0, 1});
            client.assertHungUpInSilence();
            expectWill("rude");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CLEAN})
    void a_connection_that_is_taken_over_publishes_the_will(int flags) throws Exception {
        try (RawClient first = mortal(flags, 60, "first");
                RawClient second = mortal(flags, 60, "second")) {
            expectWill("first");
            first.assertHungUpInSilence();
            second.send(RawClient.disconnect());
            second.assertHungUpInSilence();
            expectNoWill();
        }
    }

    @Test
    void the_brokers_own_decision_to_close_publishes_the_will() throws Exception {
        try (RawClient client = mortal(CLEAN, 60, "dismissed")) {
            gateway.connectionOf("mortal").close("enough");
            client.assertHungUpInSilence();
            expectWill("dismissed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CLEAN})
    void disconnect_removes_the_will(int flags) throws Exception {
        try (RawClient client = mortal(flags, 60, "never")) {
            client.send(RawClient.disconnect());
            client.assertHungUpInSilence();
        }
        await().until(() -> gateway.disconnected.size() == 1);
        expectNoWill();
    }

    @Test
    void a_will_is_that_of_the_latest_connect() throws Exception {
        try (RawClient client = mortal(0, 60, "old")) {
            client.send(RawClient.disconnect());
            client.assertHungUpInSilence();
        }
        mortal(0, 60, "new").hangUp();
        expectWill("new");
        try (RawClient without = new RawClient(gateway)) {
            without.send(RawClient.connect(4, false, "mortal", "a.mortal", Gateway.PASSWORD));
            without.read(RawClient.CONNACK);
            without.send(RawClient.publish("api", "x", 0, 0, false));
            without.read(RawClient.PUBLISH);
        }
        await().until(() -> gateway.disconnected.size() == 3);
        expectNoWill();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_will_is_published_at_its_qos_and_retained_only_when_asked(int qos) throws Exception {
        mortal(CLEAN | qos << 3, 60, "passing").hangUp();
        Packet passing = witness.read();
        assertThat(passing.payload()).isEqualTo("passing");
        assertThat(passing.qos()).isEqualTo(qos);
        assertThat(passing.isRetained()).isFalse();
        try (RawClient later = RawClient.connected(gateway, 4, "a.witness", "later")) {
            later.send(RawClient.subscribe(4, 1, 2, "wills/#"));
            later.read(RawClient.SUBACK);
            mortal(CLEAN | qos << 3 | RETAIN, 60, "kept").hangUp();
            Packet live = later.read();
            assertThat(live.payload()).isEqualTo("kept");
            assertThat(live.isRetained()).isFalse();
            later.send(RawClient.subscribe(4, 2, 2, "wills/+"));
            later.read(RawClient.SUBACK);
            Packet kept = later.read(RawClient.PUBLISH);
            assertThat(kept.payload()).isEqualTo("kept");
            assertThat(kept.isRetained()).isTrue();
            assertThat(kept.qos()).isEqualTo(qos);
        }
    }

    @Test
    void an_empty_will_is_published_and_clears_what_is_retained() throws Exception {
        mortal(CLEAN | RETAIN, 60, "kept").hangUp();
        expectWill("kept");
        mortal(CLEAN | RETAIN, 60, "").hangUp();
        expectWill("");
        try (RawClient later = RawClient.connected(gateway, 4, "a.witness", "later")) {
            later.send(RawClient.subscribe(4, 1, 0, "wills/#"));
            later.read(RawClient.SUBACK);
            later.send(RawClient.ping());
            assertThat(later.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }
}
