package dev.tr50.gateway.cli;

import dev.tr50.gateway.series.SeriesRules;
import dev.tr50.gateway.series.Window;
import dev.tr50.storage.AlarmSample;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.LocationSample;
import dev.tr50.storage.LogSample;
import dev.tr50.storage.PropertySample;
import dev.tr50.storage.Retention;
import dev.tr50.storage.SampleKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for what things publish. */
final class SeriesOptions {
    private static final String OFF = "off";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--property-retention",
            paramLabel = "AGE",
            defaultValue = OFF,
            description = "How long properties are kept, such as 30d; off: for ever (${DEFAULT-VALUE}).")
    private String properties;

    @Option(
            names = "--attribute-retention",
            paramLabel = "AGE",
            defaultValue = OFF,
            description = "How long what attributes were is kept (${DEFAULT-VALUE}).")
    private String attributes;

    @Option(
            names = "--alarm-retention",
            paramLabel = "AGE",
            defaultValue = OFF,
            description = "How long states of alarms are kept (${DEFAULT-VALUE}).")
    private String alarms;

    @Option(
            names = "--location-retention",
            paramLabel = "AGE",
            defaultValue = OFF,
            description = "How long places are kept (${DEFAULT-VALUE}).")
    private String locations;

    @Option(
            names = "--log-retention",
            paramLabel = "AGE",
            defaultValue = OFF,
            description = "How long lines of logs are kept (${DEFAULT-VALUE}).")
    private String logs;

    @Option(
            names = "--auto-define-alarms",
            paramLabel = "BOOL",
            arity = "1",
            defaultValue = "true",
            description =
                    "Whether an alarm that is not defined is defined when it is first published (${DEFAULT-VALUE}).")
    private boolean autoDefineAlarms;

    SeriesRules rules() {
        Map<SampleKind<?>, Duration> ages = new HashMap<>();
        put(ages, PropertySample.KIND, "--property-retention", properties);
        put(ages, AttributeSample.KIND, "--attribute-retention", attributes);
        put(ages, AlarmSample.KIND, "--alarm-retention", alarms);
        put(ages, LocationSample.KIND, "--location-retention", locations);
        put(ages, LogSample.KIND, "--log-retention", logs);
        return new SeriesRules(new Retention(ages), autoDefineAlarms);
    }

    private void put(Map<SampleKind<?>, Duration> ages, SampleKind<?> kind, String option, String age) {
        if (age.equals(OFF)) {
            return;
        }
        try {
            ages.put(kind, Window.last(age));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + e.getMessage() + ", or off");
        }
    }
}
