package dev.tr50.storage;

import java.util.List;

/**
 * What is known of a method of all things with one definition.
 *
 * @param name for people
 * @param description for people, or null
 * @param handler who answers it: {@code method}, the thing, which null means too, or {@code trigger}, the platform
 * @param defaultAckTimeout seconds that callers wait who do not say how long; null when nothing was said
 * @param notificationVariables what it takes, by name: a JSON object as it came, or null
 * @param completionVariables what it answers, likewise
 */
public record MethodDefinition(
        String name,
        String description,
        String handler,
        Integer defaultAckTimeout,
        List<String> tags,
        String notificationVariables,
        String completionVariables) {

    public MethodDefinition {
        tags = List.copyOf(tags);
    }
}
