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

    /** One entry of {@code errorCodes} with its entry of {@code errorMessages}. */
    public record Problem(ErrorCode code, String message) {}

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

    /** What is wrong, in the order it is told. */
    public List<Problem> problems() {
        return problems;
    }
}
