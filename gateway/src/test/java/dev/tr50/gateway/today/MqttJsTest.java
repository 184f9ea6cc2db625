package dev.tr50.gateway.today;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mqtt.js, with every version of MQTT it speaks, where the machine has it or can get it. */
class MqttJsTest {
    private static final String[] STEPS = {
        "reply", "one copy", "large reply", "group", "retained", "will", "kept session", "wrong password"
    };

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    private static MqttJs mqttJs;

    @BeforeAll
    static void look() throws Exception {
        mqttJs = MqttJs.assumeFound();
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt, 3",
        "mqtt, 4",
        "mqtt, 5",
        "mqtts, 4",
        "mqtts, 5",
        "ws, 3",
        "ws, 4",
        "ws, 5",
        "wss, 4",
        "wss, 5",
    })
    void every_step_of_a_conversation_goes_well(String scheme, String level) throws Exception {
        List<String> expected = new ArrayList<>(List.of(STEPS));
        if (level.equals("5")) {
            expected.add("correlation");
        }
        List<String> arguments =
                new ArrayList<>(List.of(url(scheme), level, "mqttjs-" + scheme + "-" + level, GATEWAY.appToken()));
        if (scheme.endsWith("s") && !scheme.equals("ws")) {
            arguments.add(GATEWAY.data().resolve("cert.pem").toString());
        }
        try (Program conversation = mqttJs.run("conversation.cjs", arguments)) {
            assertThat(conversation.linesOnceEnded(0)).isEqualTo(expected);
        }
    }

    private static String url(String scheme) {
        return switch (scheme) {
            case "mqtt" -> "mqtt://127.0.0.1:" + GATEWAY.mqttPort();
            case "mqtts" -> "mqtts://127.0.0.1:" + GATEWAY.mqttTlsPort();
            case "ws" -> "ws://127.0.0.1:" + GATEWAY.httpPort() + "/mqtt";
            default -> "wss://127.0.0.1:" + GATEWAY.httpTlsPort() + "/mqtt";
        };
    }
}
