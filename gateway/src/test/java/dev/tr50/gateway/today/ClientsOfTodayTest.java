package dev.tr50.gateway.today;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.today.Client.Login;
import dev.tr50.gateway.today.Client.RefusedException;
import dev.tr50.gateway.today.Client.Will;
import dev.tr50.gateway.today.Door.Transport;
import dev.tr50.gateway.today.Messages.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client library of today, with every version of MQTT it speaks, through every way in. */
@ParameterizedClass(name = "{0} over {1}")
@MethodSource("librariesAndTransports")
class ClientsOfTodayTest {
    private static final String PING = "{\"1\":{\"command\":\"diag.ping\"}}";
    private static final String PONG = "{\"1\":{\"success\":true}}";

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @Parameter(0)
    Library library;

    @Parameter(1)
    Transport transport;

    private final List<Client> clients = new ArrayList<>();
    private Line line;
    private Line fragile;

    static Stream<Arguments> librariesAndTransports() {
        return Arrays.stream(Library.values())
                .flatMap(library -> Arrays.stream(Transport.values()).map(way -> Arguments.of(library, way)));
    }

    @BeforeEach
    void lay() throws IOException {
        line = line();
        fragile = line();
    }

    @AfterEach
    void disconnect() throws Exception {
        for (Client client : clients) {
            client.close();
        }
        line.close();
        fragile.close();
    }

    @Test
    void a_request_is_answered_though_nothing_was_subscribed() throws Exception {
        Client client = connected(line, login("client"));
        for (int qos = 0; qos <= 2; qos++) {
            client.publish("api/000" + qos, PING, qos, false);

            assertThat(client.messages().next()).isEqualTo(new Message("reply/000" + qos, PONG, 0, false));
        }
    }

    @Test
    void a_client_that_subscribed_too_gets_one_copy_of_each_reply_in_order() throws Exception {
        Client client = connected(line, login("client"));
        client.subscribe("reply/#", 1);
        client.subscribe("#", 1);
        for (int request = 0; request < 20; request++) {
            client.publish("api/" + request, PING, 1, false);
        }
        for (int request = 0; request < 20; request++) {
            Message reply = client.messages().next();
            assertThat(reply.topic()).isEqualTo("reply/" + request);
            assertThat(reply.text()).isEqualTo(PONG);
        }
        client.publish("end", "", 1, false);
        assertThat(client.messages().next().topic()).isEqualTo("end");
    }

    @Test
    void things_of_a_group_reach_each_other_once_and_in_order_at_every_qos() throws Exception {
        Client client = connected(line, login("client"));
        Client other = connected(line, login("other"));
        int most = library == Library.PAHO_3_1 ? 0 : 2;
        client.subscribe(topic("+"), 2);
        for (int qos = 0; qos <= 2; qos++) {
            for (int i = 0; i < 5; i++) {
                other.publish(topic(Integer.toString(qos)), "message " + i, qos, false);
            }
        }
        for (int qos = 0; qos <= 2; qos++) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.messages().next())
                        .isEqualTo(
                                new Message(topic(Integer.toString(qos)), "message " + i, Math.min(qos, most), false));
            }
        }
        client.publish("api", PING, 1, false);
        assertThat(client.messages().next().topic()).isEqualTo("reply");
    }

    @Test
    void a_retained_message_waits_for_later_subscribers_until_it_is_cleared() throws Exception {
        Client client = connected(line, login("client"));
        Client other = connected(line, login("other"));
        other.publish(topic("state"), "on", 1, true);
        client.subscribe(topic("state"), 1);
        Message state = client.messages().next();
        assertThat(state.text()).isEqualTo("on");
        assertThat(state.retained()).isTrue();

        other.publish(topic("state"), "", 1, true);
        assertThat(client.messages().next().text()).isEmpty();
        other.subscribe(topic("state"), 1);
        other.publish("api", PING, 1, false);
        assertThat(other.messages().next().topic()).isEqualTo("reply");
    }

    @Test
    void a_will_is_published_when_the_line_is_cut_and_not_after_a_goodbye() throws Exception {
        Client other = connected(line, login("other"));
        other.subscribe(topic("will"), 0);
        Client leaving = connected(fragile, login("leaving").leaving(new Will(topic("will"), "goodbye")));
        leaving.disconnect();
        connected(fragile, login("lost").leaving(new Will(topic("will"), "lost")));

        fragile.cut();

        assertThat(other.messages().next().text()).isEqualTo("lost");
    }

    /** But not by MQTT 3.1, where everything comes at QoS 0. */
    @Test
    void a_kept_session_gets_what_it_missed_while_the_line_was_cut() throws Exception {
        Client other = connected(line, login("other"));
        other.subscribe(topic("will"), 0);
        Client before = connected(fragile, login("kept").kept().leaving(new Will(topic("will"), "lost")));
        before.subscribe(topic("news"), 1);
        fragile.cut();
        assertThat(other.messages().next().text()).isEqualTo("lost");
        other.publish(topic("news"), "missed 1", 1, false);
        other.publish(topic("news"), "missed 2", 2, false);

        Client after = connected(fragile, login("kept").kept());
        other.publish(topic("news"), "heard", 1, false);

        if (library != Library.PAHO_3_1) {
            assertThat(after.messages().next().text()).isEqualTo("missed 1");
            assertThat(after.messages().next().text()).isEqualTo("missed 2");
        }
        assertThat(after.messages().next().text()).isEqualTo("heard");
    }

    @Test
    void a_large_reply_arrives_whole() throws Exception {
        Client client = connected(line, login("client"));
        String text = "0123456789".repeat(100_000);

        client.publish(
                "api/big", "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + text + "\"}}}", 1, false);

        assertThat(client.messages().next().text())
                .isEqualTo("{\"1\":{\"success\":true,\"params\":{\"text\":\"" + text + "\"}}}");
    }

    @Test
    void a_wrong_password_is_told_as_such() {
        Client stranger = library.client(door(line));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> stranger.connect(new Login("app", key("stranger"), "wrong")));
    }

    /** A topic below one that no other parameters use. */
    private String topic(String name) {
        return "today/" + library + "/" + transport + "/" + name;
    }

    private String key(String name) {
        return library + "-" + transport + "-" + name;
    }

    private Login login(String name) {
        return new Login("app", key(name), GATEWAY.appToken());
    }

    private Client connected(Line through, Login login) throws Exception {
        Client made = library.client(door(through));
        clients.add(made);
        made.connect(login);
        return made;
    }

    private Door door(Line through) {
        return new Door(transport, through.port(), GATEWAY.certificate());
    }

    private Line line() throws IOException {
        return new Line(
                switch (transport) {
                    case TCP -> GATEWAY.mqttPort();
                    case TLS -> GATEWAY.mqttTlsPort();
                    case WEBSOCKET -> GATEWAY.httpPort();
                    case WEBSOCKET_TLS -> GATEWAY.httpTlsPort();
                });
    }
}
