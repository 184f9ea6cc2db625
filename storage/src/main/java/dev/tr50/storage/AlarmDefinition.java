package dev.tr50.storage;

import java.util.List;

/**
 * What is known of an alarm of all things with one definition.
 *
 * @param name for people
 * @param states what its numbers mean: state 0 is the first. Empty when that is not known
 * @param searchable whether things shall be found by it
 */
public record AlarmDefinition(String name, List<State> states, boolean searchable) {

    /**
     * One state.
     *
     * @param name for people
     * @param color as web pages write it, or null
     */
    public record State(String name, String color) {}

    public AlarmDefinition {
        states = List.copyOf(states);
    }

    /** An alarm of which nothing but its key is known. */
    public static AlarmDefinition named(String name) {
        return new AlarmDefinition(name, List.of(), false);
    }
}
