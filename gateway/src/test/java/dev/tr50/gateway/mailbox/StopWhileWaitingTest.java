package dev.tr50.gateway.mailbox;

import static dev.tr50.gateway.RunningGateway.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway that is stopped while callers wait for things. */
class StopWhileWaitingTest {
    private static final String CALL =
            "\"command\":\"method.exec\",\"params\":{\"thingKey\":\"away\",\"method\":\"blink\",\"ackTimeout\":300}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void who_waits_is_told_that_the_gateway_stops_and_the_message_is_still_delivered_afterwards() throws Exception {
        GATEWAY.thing("away").close();
        try (Tr50Client user = GATEWAY.owner()) {
            CompletableFuture<JsonNode> overMqtt = later(() -> RunningGateway.call(
                    user, "method.exec", "{\"thingKey\":\"away\",\"method\":\"blink\",\"ackTimeout\":300}"));
            CompletableFuture<JsonNode> overHttp =
                    later(() -> GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\","
                                    + "\"params\":{\"username\":\"" + GATEWAY.ownerEmail() + "\",\"password\":\""
                                    + GATEWAY.ownerPassword() + "\"}},\"1\":{" + CALL + "}}")
                            .at("/1"));
            await().until(() -> GATEWAY.get("/metrics").body().contains("tr50_queue_length{queue=\"calls\"} 2.0"));

            GATEWAY.restart();

            assertThat(overMqtt.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).toString())
                    .contains("-99006", "The gateway is stopping");
            assertThat(overHttp.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).toString())
                    .contains("-99006", "The gateway is stopping");
        }
        try (Tr50Client thing = GATEWAY.thing("away")) {
            assertThat(RunningGateway.call(thing, "mailbox.check", "{}").at("/params/messages"))
                    .hasSize(2);
        }
    }

    private interface Asking {
        JsonNode ask() throws Exception;
    }

    private static CompletableFuture<JsonNode> later(Asking asking) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return asking.ask();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
