package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.identity.LoginRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class ServeOptionsTest {

    @Command(name = "serve")
    static final class Bare {
        @Mixin
        private LoginOptions logins;
    }

    private static LoginRules rules(Map<String, String> environment, String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .parseArgs(arguments);
        return bare.logins.rules();
    }

    static Stream<Arguments> options() {
        return Main.commandLine().getSubcommands().get("serve").getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp())
                .map(option -> Arguments.of(option.longestName(), option));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void each_option_has_its_row_in_the_documentation_with_its_true_default(String name, OptionSpec option)
            throws Exception {
        String row = Files.readAllLines(Path.of("../docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `" + name + "`") || line.startsWith("| `" + name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no row"));
        assertThat(row).contains("`" + EnvironmentDefaults.variable(option) + "`");
        if (option.defaultValue() != null && !option.defaultValue().equals("false")) {
            assertThat(row.split("\\|")[3]).contains(option.defaultValue());
        }
    }

    @Test
    void users_are_locked_and_things_are_not_bound_unless_asked() {
        assertThat(rules(Map.of())).isEqualTo(LoginRules.DEFAULT);
        assertThat(rules(Map.of(), "--lockout-failures=0", "--lockout-minutes=5", "--bind-app-id"))
                .isEqualTo(new LoginRules(0, Duration.ofMinutes(5), Duration.ofHours(10), true));
        assertThat(rules(Map.of(), "--token-minutes=5").tokenLife()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rules(Map.of("TR50_LOCKOUT_FAILURES", "3", "TR50_LOCKOUT_MINUTES", "1", "TR50_BIND_APP_ID", "true")))
                .isEqualTo(new LoginRules(3, Duration.ofMinutes(1), Duration.ofHours(10), true));
    }

    @Test
    void to_ask_for_bound_things_twice_is_to_ask_for_them_and_the_option_wins() {
        Map<String, String> on = Map.of("TR50_BIND_APP_ID", "true");

        assertThat(rules(on, "--bind-app-id").bindAppId()).isTrue();
        assertThat(rules(on, "--bind-app-id=false").bindAppId()).isFalse();
        assertThat(rules(Map.of("TR50_BIND_APP_ID", "false"), "--bind-app-id").bindAppId())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"--lockout-failures, 0, 1000", "--lockout-minutes, 1, 1440", "--token-minutes, 1, 525600"})
    void a_number_is_taken_up_to_both_ends_of_its_range_and_refused_beyond(String option, int least, int most) {
        rules(Map.of(), option + "=" + least);
        rules(Map.of(), option + "=" + most);
        for (int wrong : new int[] {least - 1, most + 1}) {
            assertThatThrownBy(() -> rules(Map.of(), option + "=" + wrong))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining(option)
                    .hasMessageContaining("from " + least + " to " + most);
        }
    }
}
