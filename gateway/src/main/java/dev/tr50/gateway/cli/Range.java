package dev.tr50.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What an option may be, both ends included. */
record Range(long least, long most) {

    private static final Range PORTS = new Range(0, 65_535);

    /** Checks a port number; 0 stands for any free one. */
    static int port(CommandLine commandLine, String option, int value) {
        return PORTS.check(commandLine, option, value);
    }

    int check(CommandLine commandLine, String option, int value) {
        return (int) check(commandLine, option, (long) value);
    }

    /** @throws ParameterException naming the option when the value is none of these */
    long check(CommandLine commandLine, String option, long value) {
        if (value < least || value > most) {
            throw new ParameterException(
                    commandLine, option + " must be from " + least + " to " + most + ", it is " + value);
        }
        return value;
    }
}
