package dev.tr50.gateway.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data} of commands that take a data folder as it lies there. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "Data folder (${DEFAULT-VALUE}).")
    private Path data;

    Path folder() {
        return data;
    }
}
