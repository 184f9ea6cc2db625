package dev.tr50.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LockedLoginTest {
    private static final int MOST = 2;

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway(
            settings -> settings.withLogins(new LoginRules(MOST, Duration.ofMinutes(30), Duration.ofHours(10), false)));

    private static JsonNode login(String name, String password) throws IOException, InterruptedException {
        return GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + name
                        + "\",\"password\":\"" + password + "\"}}}")
                .get("auth");
    }

    private static Mqtt3ConnAckReturnCode connect(String name, String password) {
        return catchThrowableOfType(Mqtt3ConnAckException.class, () -> GATEWAY.client(name, password))
                .getMqttMessage()
                .getReturnCode();
    }

    @Test
    void guesses_over_http_and_over_mqtt_count_together_and_lock_both_doors() throws Exception {
        String name = GATEWAY.ownerEmail();
        assertThat(login(name, "guess").at("/errorMessages/0").asText()).contains("Wrong");
        assertThat(connect(name, "guess")).isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD);

        JsonNode locked = login(name, GATEWAY.ownerPassword());
        assertThat(locked.at("/errorCodes/0").asInt()).isEqualTo(-99004);
        assertThat(locked.at("/errorMessages/0").asText())
                .matches("Locked .*until \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(connect(name, GATEWAY.ownerPassword())).isEqualTo(Mqtt3ConnAckReturnCode.NOT_AUTHORIZED);
        assertThat(connect(name.toUpperCase(), GATEWAY.ownerPassword()))
                .isEqualTo(Mqtt3ConnAckReturnCode.NOT_AUTHORIZED);
    }

    @Test
    void an_mqtt_5_client_is_told_with_the_code_for_the_banned() throws Exception {
        String name = "nobody@example.org";
        for (int i = 0; i < MOST; i++) {
            login(name, "guess");
        }

        Mqtt5ConnAckException refused = catchThrowableOfType(
                Mqtt5ConnAckException.class,
                () -> MqttClient.builder()
                        .useMqttVersion5()
                        .serverHost("127.0.0.1")
                        .serverPort(GATEWAY.mqttPort())
                        .buildBlocking()
                        .connectWith()
                        .simpleAuth()
                        .username(name)
                        .password("guess".getBytes(UTF_8))
                        .applySimpleAuth()
                        .send());
        assertThat(refused.getMqttMessage().getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.BANNED);
        assertThat(refused.getMqttMessage().getReasonString())
                .hasValueSatisfying(reason -> assertThat(reason.toString()).contains("until"));
    }

    @Test
    void a_thing_is_never_locked_because_then_anybody_could_lock_it() throws Exception {
        for (int i = 0; i <= MOST; i++) {
            assertThat(connect("pump-17", "guess")).isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD);
        }
        try (Tr50Client thing = GATEWAY.thing("pump-17")) {
            assertThat(RunningGateway.call(thing, "diag.ping", null)
                            .at("/success")
                            .asBoolean())
                    .isTrue();
        }
    }
}
