package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.GatewayLimits;
import dev.tr50.gateway.GatewayLimits.Messages;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.limit.MessageSize;
import dev.tr50.protocol.Limits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LargeRepliesTest {
    private static final int MOST = 20_000;
    private static final int ENTRIES = 60;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(
            GatewayLimits.DEFAULT.withMessages(new Messages(MessageSize.DEFAULT, new Limits(100, 100, MOST), 100_000)));

    @Test
    void results_beyond_the_limit_of_a_reply_are_refused_under_their_own_ids_and_what_was_done_stays_done()
            throws Exception {
        String echo = "{\"command\":\"diag.echo\",\"params\":{\"text\":\"" + "x".repeat(1000) + "\"}}";
        String commands = IntStream.range(0, ENTRIES)
                .mapToObj(i -> "\"" + i + "\":" + echo)
                .collect(Collectors.joining(","));
        try (Tr50Client thing = GATEWAY.thing("talker")) {
            byte[] reply = thing.exchange(("{" + commands + "}").getBytes(UTF_8), RunningGateway.PATIENCE)
                    .orElseThrow();
            JsonNode replies = new JsonMapper().readTree(reply);

            assertThat(replies.size()).isEqualTo(ENTRIES);
            assertThat(replies.at("/0/success").asBoolean()).isTrue();
            assertThat(replies.at("/" + (ENTRIES - 1) + "/errorCodes/0").asInt())
                    .isEqualTo(-99011);
            assertThat(reply.length).isLessThan(2 * MOST);
            assertThat(RunningGateway.call(thing, "diag.ping", null)
                            .at("/success")
                            .asBoolean())
                    .isTrue();
        }
    }
}
