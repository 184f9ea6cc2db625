package dev.tr50.protocol;

import dev.tr50.protocol.CommandException.Problem;
import java.util.List;

/** The answer to one command, under the id the client gave it. */
public sealed interface Reply {
    String id();

    /**
     * The command did what it was asked.
     *
     * @param result a record whose components become {@code params}; null when the command returns no data
     */
    record Success(String id, Object result) implements Reply {}

    /** The command was refused or failed. */
    record Failure(String id, List<Problem> problems) implements Reply {
        public Failure {
            problems = List.copyOf(problems);
        }
    }
}
