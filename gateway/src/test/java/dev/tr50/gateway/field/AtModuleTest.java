package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cellular modules that are driven by AT commands: libtr50 inside, the identity of the radio as the key. */
class AtModuleTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @ParameterizedTest
    @ValueSource(strings = {"351579051234567", "89390100001106243214"})
    void the_imei_or_the_ccid_registers_itself_as_thing_key(String key) throws Exception {
        try (LibTr50 module = LibTr50.connected(GATEWAY, key)) {
            assertThat(module.call("{\"1\":{\"command\":\"diag.ping\"}}")).isEqualTo("{\"1\":{\"success\":true}}");
            assertThat(module.call("{\"1\":{\"command\":\"thing.find\",\"params\":{\"key\":\"" + key + "\"}}}"))
                    .contains("\"key\":\"" + key + "\"", "\"createdBy\":\"AUTOREG\"");
        }
    }

    /** The module passes on what the application behind the AT interface wrote, whatever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":{\"command\":\"diag.echo\",\"params\":{\"data\":\"AT#DWSENDR\"}}}",
                "{\"1\":{\"command\":\"module.register\",\"params\":{\"imei\":\"351579051234567\"}}}",
                "{ \"1\" : { \"command\" : \"diag.ping\" } }"
            })
    void a_raw_command_is_answered_under_its_key(String json) throws Exception {
        try (LibTr50 module = LibTr50.connected(GATEWAY, "351579051234567")) {
            assertThat(module.call(json)).startsWith("{\"1\":{\"success\":");
        }
    }
}
