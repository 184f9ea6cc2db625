package dev.tr50.protocol;

import java.util.List;
import java.util.Optional;

/**
 * One TR50 message: named commands in the order they were written.
 *
 * @param entries the root members that ask for something, in textual order; of members with equal names the last counts
 * @param sessionId {@code auth.sessionId}, the session an HTTP message runs in; MQTT has no use for it
 */
public record Envelope(List<Entry> entries, Optional<String> sessionId) {

    public Envelope {
        entries = List.copyOf(entries);
    }

    /** A root member. Its id is chosen by the client and correlates the reply. */
    public sealed interface Entry {
        String id();
    }

    /** A command to be run. */
    public record Request(String id, String command, Arguments arguments) implements Entry {}

    /** A root member that is no command; it is answered under its own id and does not disturb the others. */
    public record Malformed(String id, CommandException problem) implements Entry {}
}
