package dev.tr50.gateway.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.simulate.SimulationSettings.Fleet;
import dev.tr50.gateway.simulate.SimulationSettings.Target;
import dev.tr50.gateway.simulate.SimulationSettings.User;
import dev.tr50.gateway.simulate.SimulationSettings.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A simulated fleet at a real gateway. */
class SimulationTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private final StringWriter out = new StringWriter();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Test
    void a_fleet_works_until_its_time_is_over_and_nothing_fails() throws Exception {
        SimulationSettings settings = settings(
                fleet("sim-work-", 3),
                new Work(15, Duration.ofSeconds(1), 5),
                Optional.of(owner()),
                Duration.ofSeconds(3));

        assertThat(new Simulation(settings, writer()).run(stop))
                .as(out.toString())
                .isTrue();

        assertThat(out.toString())
                .contains("3 things in ", " 0 failures")
                .containsPattern("property\\.publish +[1-9]")
                .containsPattern("property\\.batch +[1-9]")
                .containsPattern("POST /file/<id> +[1-9]")
                .containsPattern("mailbox\\.ack +[1-9]")
                .containsPattern("method\\.exec [a-z]+ +[1-9]");
        try (Tr50Client client = GATEWAY.owner()) {
            assertThat(RunningGateway.call(client, "file.list", "{\"thingKey\":\"sim-work-0001\"}")
                            .at("/params/result/0/fileName")
                            .asText())
                    .isEqualTo("trace.csv");
            assertThat(RunningGateway.call(client, "location.current", "{\"thingKey\":\"sim-work-0003\"}")
                            .at("/success")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void a_thing_that_is_told_to_reboot_answers_when_it_is_back() throws Exception {
        CompletableFuture<Boolean> running = running(settings(
                fleet("sim-reboot-", 1), new Work(5, Duration.ZERO, 0), Optional.empty(), Duration.ofHours(1)));
        try (Tr50Client client = GATEWAY.owner()) {
            await().atMost(RunningGateway.PATIENCE)
                    .until(() -> RunningGateway.call(client, "thing.find", "{\"thingKey\":\"sim-reboot-0001\"}")
                            .at("/params/connected")
                            .asBoolean());
            String exec = "{\"thingKey\":\"sim-reboot-0001\",\"ackTimeout\":30,\"params\":{\"a\":1},\"method\":";

            assertThat(RunningGateway.call(client, "method.exec", exec + "\"reboot\"}")
                            .path("params"))
                    .hasToString("{\"response\":\"rebooted\"}");
            assertThat(RunningGateway.call(client, "method.exec", exec + "\"echo\"}")
                            .path("params"))
                    .hasToString("{\"a\":1}");
            assertThat(RunningGateway.call(client, "method.exec", exec + "\"fly\"}"))
                    .hasToString(
                            "{\"success\":false,\"errorCodes\":[12],\"errorMessages\":[\"There is no method fly\"]}");
        }
        stop.countDown();
        assertThat(running.get(30, TimeUnit.SECONDS)).as(out.toString()).isTrue();
        assertThat(out.toString()).contains(" 0 lost connections");
    }

    @Test
    void a_connection_that_is_lost_is_told_of_and_made_again() throws Exception {
        CompletableFuture<Boolean> running = running(
                settings(fleet("sim-lost-", 2), new Work(10, Duration.ZERO, 0), Optional.empty(), Duration.ofHours(1)));
        await().atMost(RunningGateway.PATIENCE).until(() -> out.toString().contains("2/2"));

        // Whoever comes with the same name and client id takes the connection over.
        Tr50Client.connect("127.0.0.1", GATEWAY.mqttPort(), "sim-lost-0001", GATEWAY.appToken(), "sim-lost-0001")
                .close();

        await().atMost(RunningGateway.PATIENCE)
                .until(() -> out.toString().contains("-- 1 of 2 things lost their connection; they try again"));
        await().atMost(RunningGateway.PATIENCE)
                .until(() -> out.toString().contains("-- all things are connected again"));
        stop.countDown();
        running.get(30, TimeUnit.SECONDS);
        assertThat(out.toString()).contains(" 1 lost connections");
    }

    @Test
    void things_that_are_not_let_in_make_it_a_failure() throws Exception {
        CompletableFuture<Boolean> running = running(settings(
                new Fleet(1, "sim-refused-", "no such token", 50),
                new Work(10, Duration.ZERO, 0),
                Optional.empty(),
                Duration.ofHours(1)));

        await().atMost(RunningGateway.PATIENCE).until(() -> out.toString().contains("-- 1 things are not let in: "));
        stop.countDown();
        assertThat(running.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void a_user_who_is_not_let_in_is_told_at_once() {
        SimulationSettings settings = settings(
                fleet("sim-none-", 1),
                new Work(1, Duration.ZERO, 1),
                Optional.of(new User("nobody@localhost", "wrong")),
                Duration.ofHours(1));

        assertThatThrownBy(() -> new Simulation(settings, writer()).run(stop))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused the login of nobody@localhost");
    }

    private CompletableFuture<Boolean> running(SimulationSettings settings) {
        Simulation simulation = new Simulation(settings, writer());
        return CompletableFuture.supplyAsync(() -> {
            try {
                return simulation.run(stop);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private PrintWriter writer() {
        return new PrintWriter(out);
    }

    private static Fleet fleet(String prefix, int things) {
        return new Fleet(things, prefix, GATEWAY.appToken(), 50);
    }

    private static User owner() {
        return new User(GATEWAY.ownerEmail(), GATEWAY.ownerPassword());
    }

    private static SimulationSettings settings(Fleet fleet, Work work, Optional<User> user, Duration duration) {
        return new SimulationSettings(
                new Target("127.0.0.1", GATEWAY.mqttPort(), GATEWAY.httpPort()),
                fleet,
                work,
                user,
                Optional.of(duration),
                4711,
                Duration.ofSeconds(1));
    }
}
