package dev.tr50.gateway.cli;

import dev.tr50.gateway.identity.LoginRules;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code serve} for logins. */
final class LoginOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--lockout-failures",
            paramLabel = "N",
            defaultValue = "8",
            description = "Wrong passwords of a user that lock the name, 0 for never (${DEFAULT-VALUE}).")
    private int failures;

    @Option(
            names = "--lockout-minutes",
            paramLabel = "N",
            defaultValue = "30",
            description = "Time within which they are counted, and for which it is locked (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--token-minutes",
            paramLabel = "N",
            defaultValue = "600",
            description = "How long a login by POST /tokens is good for (${DEFAULT-VALUE}).")
    private int tokenMinutes;

    @Option(
            names = "--bind-app-id",
            // Without these two, picocli turns a default of true, from the environment, into false.
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "BOOLEAN",
            description = "Let a thing in only with the client id (HTTP: appId) it first came with (${DEFAULT-VALUE}).")
    private boolean bindAppId;

    LoginRules rules() {
        return new LoginRules(
                new Range(0, 1000).check(spec.commandLine(), "--lockout-failures", failures),
                Duration.ofMinutes(new Range(1, 1440).check(spec.commandLine(), "--lockout-minutes", minutes)),
                Duration.ofMinutes(new Range(1, 525_600).check(spec.commandLine(), "--token-minutes", tokenMinutes)),
                bindAppId);
    }
}
