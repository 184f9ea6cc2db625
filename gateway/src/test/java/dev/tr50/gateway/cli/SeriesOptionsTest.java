package dev.tr50.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.series.SeriesRules;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.LogSample;
import dev.tr50.storage.PropertySample;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class SeriesOptionsTest {

    @Command(name = "serve")
    static final class Bare {
        @Mixin
        private SeriesOptions series;
    }

    private static SeriesRules rules(String... arguments) {
        Bare bare = new Bare();
        new CommandLine(bare).parseArgs(arguments);
        return bare.series.rules();
    }

    @Test
    void everything_is_kept_and_alarms_are_defined_unless_asked() {
        assertThat(rules()).isEqualTo(SeriesRules.DEFAULT);
    }

    @Test
    void each_kind_has_an_age_of_its_own() {
        assertThat(rules(
                                "--property-retention=30d",
                                "--attribute-retention=1d12h",
                                "--alarm-retention=90m",
                                "--location-retention=36500d",
                                "--log-retention=1s")
                        .retention()
                        .byKind())
                .isEqualTo(Map.of(
                        PropertySample.KIND, Duration.ofDays(30),
                        AttributeSample.KIND, Duration.ofHours(36),
                        AlarmSample.KIND, Duration.ofMinutes(90),
                        LocationSample.KIND, Duration.ofDays(36_500),
                        LogSample.KIND, Duration.ofSeconds(1)));
    }

    @Test
    void an_age_that_is_none_is_refused_by_name() {
        assertThatThrownBy(() -> rules("--log-retention=30"))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--log-retention must be a length of time such as 24h");
    }

    @Test
    void alarms_may_be_left_to_definitions() {
        assertThat(rules("--auto-define-alarms", "false").autoDefineAlarms()).isFalse();
    }
}
