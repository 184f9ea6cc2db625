package dev.tr50.gateway.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.GatewayLimits;
import dev.tr50.gateway.GatewayLimits.Messages;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.protocol.Limits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionRateTest {
    private static final int PER_SECOND = 5;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(
            GatewayLimits.DEFAULT.withMessages(new Messages(MessageSize.DEFAULT, Limits.DEFAULT, PER_SECOND)));

    private static String pings(int count) {
        return "{"
                + IntStream.range(0, count)
                        .mapToObj(i -> "\"" + i + "\":{\"command\":\"diag.ping\"}")
                        .collect(Collectors.joining(","))
                + "}";
    }

    private static JsonNode exchange(Tr50Client client, String message) throws Exception {
        return new JsonMapper()
                .readTree(client.exchange(message.getBytes(UTF_8), RunningGateway.PATIENCE)
                        .orElseThrow());
    }

    private static void assertOnlyTheBurstPassed(JsonNode replies) {
        for (int i = 0; i < replies.size(); i++) {
            assertThat(replies.at("/" + i + "/success").asBoolean()).isEqualTo(i < PER_SECOND);
        }
        assertThat(replies.at("/" + PER_SECOND + "/errorCodes/0").asInt()).isEqualTo(-99006);
        assertThat(replies.at("/" + PER_SECOND + "/errorMessages/0").asText()).contains(PER_SECOND + " commands");
    }

    @Test
    void over_mqtt_what_is_too_much_is_answered_under_its_id_in_order() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("eager")) {
            JsonNode replies = exchange(thing, pings(PER_SECOND + 3));

            assertThat(replies.fieldNames()).toIterable().containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
            assertOnlyTheBurstPassed(replies);
            await().until(() -> exchange(thing, pings(1)).at("/0/success").asBoolean());
        }
    }

    @Test
    void as_many_as_allowed_pass() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("exact")) {
            assertThat(exchange(thing, pings(PER_SECOND)))
                    .allMatch(reply -> reply.at("/success").asBoolean());
        }
    }

    @Test
    void one_session_that_is_eager_takes_nothing_from_another_of_the_same_thing() throws Exception {
        try (Tr50Client eager = GATEWAY.thing("twice");
                Tr50Client calm = GATEWAY.thing("twice")) {
            exchange(eager, pings(PER_SECOND + 3));
            assertThat(exchange(calm, pings(PER_SECOND)))
                    .allMatch(reply -> reply.at("/success").asBoolean());
        }
    }

    @Test
    void over_http_the_session_counts_and_not_the_connection() throws Exception {
        String session = GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\""
                        + GATEWAY.appToken() + "\",\"appId\":\"app\",\"thingKey\":\"http-eager\"}}}")
                .at("/auth/params/sessionId")
                .asText();

        assertOnlyTheBurstPassed(GATEWAY.api(pings(PER_SECOND + 3), "sessionId", session));
        await().until(() ->
                GATEWAY.api(pings(1), "sessionId", session).at("/0/success").asBoolean());
    }
}
