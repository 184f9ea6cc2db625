package dev.tr50.protocol;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command, or a whole message, was refused: the one exception that travels from a handler to the encoder.
 *
 * <p>It carries what the client is told and nothing else. It is an answer, not an accident, so it has no stack trace and
 * is never logged as an error.
 */
public final class CommandException extends RuntimeException {

    /**
     * One entry of {@code errorCodes} with its entry of {@code errorMessages}.
     *
     * @param code what kind of problem it is
     * @param number as it stands in {@code errorCodes}
     */
    public record Problem(ErrorCode code, int number, String message) {
        /** A problem of the gateway's own. */
        public Problem(ErrorCode code, String message) {
            this(code, code.number(), message);
        }
    }

    private final transient List<Problem> problems;

    public CommandException(ErrorCode code, String message) {
        this(List.of(new Problem(code, message)));
    }

    /**
     * @param problems at least one; several only when several parameters are wrong, because clients in the field read the
     *     first and ignore the rest
     */
    public CommandException(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /**
     * What a device answered when a method of it failed: the caller is told exactly that number and that text, because scripts
     * for device-cloud-python compare the one message with what the device said.
     */
    public static CommandException ofDevice(int number, String message) {
        return new CommandException(List.of(new Problem(ErrorCode.DEVICE, number, message)));
    }

    /** The same about one of several things that were sent, such as {@code data[3]}. */
    public CommandException about(String place) {
        return new CommandException(problems.stream()
                .map(problem -> new Problem(problem.code(), problem.number(), place + ": " + problem.message()))
                .toList());
    }

    /** What is wrong, in the order it is told. */
    public List<Problem> problems() {
        return problems;
    }
}
