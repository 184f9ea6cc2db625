package dev.tr50.gateway.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands that a gateway answers, ready to run, by name. */
public final class CommandSet {

    /** A command together with its outside. */
    public record Bound<P, R>(Signature<P, R> signature, Handler<P, R> handler) {

        /** The command, where it takes back results that were not delivered; else null. */
        @SuppressWarnings("unchecked") // What a command takes back is what it gave.
        TakesBack<R> takesBack() {
            return handler instanceof TakesBack<?> giver ? (TakesBack<R>) giver : null;
        }
    }

    private final Map<String, Bound<?, ?>> byName;

    /** @throws IllegalArgumentException when two commands have one name */
    public CommandSet(List<Bound<?, ?>> commands) {
        Map<String, Bound<?, ?>> names = new HashMap<>();
        for (Bound<?, ?> command : commands) {
            if (names.put(command.signature().name(), command) != null) {
                throw new IllegalArgumentException(
                        "two commands are called " + command.signature().name());
            }
        }
        this.byName = Map.copyOf(names);
    }

    /** The names of all of them. */
    public Set<String> names() {
        return byName.keySet();
    }

    Optional<Bound<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
