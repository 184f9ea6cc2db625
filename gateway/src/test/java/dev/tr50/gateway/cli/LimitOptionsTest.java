package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.GatewayLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class LimitOptionsTest {

    @Command(name = "serve")
    static final class Bare {
        @Mixin
        private LimitOptions limits;
    }

    private static GatewayLimits limits(Map<String, String> environment, String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(arguments);
        return bare.limits.limits();
    }

    @Test
    void without_options_every_limit_is_the_default() {
        assertThat(limits(Map.of())).isEqualTo(GatewayLimits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "--max-message-bytes, 1024, 268435456",
        "--max-inflated-bytes, 1024, 268435456",
        "--max-reply-bytes, 1024, 134217728",
        "--max-file-bytes, 1, 9223372036854775807",
        "--max-scope-files, 0, 9223372036854775807",
        "--max-scope-bytes, 0, 9223372036854775807",
        "--max-commands, 1, 10000",
        "--max-rate, 1, 1000000",
        "--max-connections, 1, 1000000",
        "--max-http-connections, 1, 1000000",
        "--max-filters, 1, 10000",
        "--max-queued-messages, 1, 1000000",
        "--max-queued-bytes, 0, 1073741824",
        "--max-away-sessions, 1, 1000000",
        "--session-expiry, 0, 8760",
        "--max-retained-messages, 0, 10000000",
        "--max-retained-bytes, 0, 1073741824",
    })
    void each_limit_is_taken_up_to_both_ends_of_its_range_and_refused_beyond(String option, long least, long most) {
        String variable = "TR50_" + option.substring(2).replace('-', '_').toUpperCase();
        for (long fine : new long[] {least, most}) {
            GatewayLimits taken = limits(Map.of(), option + "=" + fine);
            assertThat(taken).isNotEqualTo(GatewayLimits.DEFAULT);
            assertThat(limits(Map.of(variable, Long.toString(fine)))).isEqualTo(taken);
        }
        assertThatThrownBy(() -> limits(Map.of(), option + "=" + (least - 1)))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("from " + least + " to " + most);
        if (most < Long.MAX_VALUE) {
            assertThatThrownBy(() -> limits(Map.of(), option + "=" + (most + 1)))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining(option);
        }
    }
}
