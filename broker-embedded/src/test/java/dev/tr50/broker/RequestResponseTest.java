package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.RawClient.Body;
import dev.tr50.broker.RawClient.Packet;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestResponseTest {

    private static final int RESPONSE_TOPIC = 8;
    private static final int CORRELATION_DATA = 9;

    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void correlation_data_comes_back_on_the_reply() throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            Body properties = new Body().octet(CORRELATION_DATA).number(3).raw(new byte[] {0, -1, 7});
            client.send(RawClient.publish5("api/1", properties, "x"));
            Packet reply = client.read(RawClient.PUBLISH);
            assertThat(reply.body())
                    .isEqualTo(new Body()
                            .text("reply/1")
                            .octet(6)
                            .raw(properties.bytes())
                            .raw("re:x".getBytes(StandardCharsets.UTF_8))
                            .bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api/1, reply/mine/7, reply/mine/7",
        "api, reply, reply",
        "apiz/1, replyz/mine, replyz/mine",
        "api/1, elsewhere, reply/1",
        "api/1, replyz/mine, reply/1",
        "api/1, notify/mine, reply/1"
    })
    void a_response_topic_is_honoured_where_replies_belong(String topic, String wanted, String got) throws Exception {
        try (RawClient client = RawClient.connected(gateway, 5, "a.pump", "app")) {
            client.send(
                    RawClient.publish5(topic, new Body().octet(RESPONSE_TOPIC).text(wanted), "x"));
            assertThat(client.read(RawClient.PUBLISH).topic()).isEqualTo(got);
        }
    }
}
