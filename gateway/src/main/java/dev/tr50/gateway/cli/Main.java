package dev.tr50.gateway.cli;

import dev.tr50.storage.DataFolderException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The command line, {@code ./tr50}. */
@Command(
        name = "tr50",
        description = {
            "A self-hosted gateway for devices that speak TR50 over MQTT.",
            "",
            "New here? Run @|bold ./tr50 demo|@ to see everything once, then @|bold ./tr50 serve|@ to keep a gateway running, and"
                    + " in another window @|bold ./tr50 send diag.ping|@."
        },
        subcommands = {
            Serve.class,
            Send.class,
            Simulate.class,
            Backup.class,
            Restore.class,
            Demo.class,
            Commands.class,
            TestNote.class,
            Version.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Every option can also be given by an environment variable: --mqtt-port is TR50_MQTT_PORT.",
            "Exit codes: 0 fine, 1 it did not work, 2 wrong usage, 3 no reply came (send)."
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private HelpOption help;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setExecutionExceptionHandler(Main::tell)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // @FILE is an argument of send, not a file of arguments.
                .setExpandAtFiles(false);
    }

    /** Reached when no command is given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: ./tr50 demo");
    }

    /** What is a matter of circumstances is told in a sentence; what is a fault of the program with its stack trace. */
    private static int tell(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (failure instanceof Refusal
                || failure instanceof IOException
                || failure instanceof DataFolderException
                || failure instanceof IllegalArgumentException) {
            commandLine.getErr().println("tr50: " + failure.getMessage());
        } else {
            failure.printStackTrace(commandLine.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
