package dev.tr50.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tr50 version}. */
@Command(name = "version", description = "Prints the version of the gateway and of Java.")
final class Version implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String version = Version.class.getPackage().getImplementationVersion();
        spec.commandLine()
                .getOut()
                .println("tr50-gateway " + (version == null ? "(not from a jar)" : version) + ", Java "
                        + Runtime.version().feature());
        spec.commandLine().getOut().flush();
    }
}
