package dev.tr50.gateway.topic;

import java.util.Optional;

/**
 * A topic under {@code thing/}: {@code thing/<thingKey>/<subject>/<key>}, or without the last level where a thing has one of
 * the kind.
 *
 * @param subject {@code property}, {@code alarm}, {@code attribute}, {@code location} or {@code connection}
 * @param key of the property, alarm or attribute; empty for the others
 */
public record ServerTopic(String thingKey, String subject, String key) {
    private static final String FIRST = "thing";
    private static final int LEVELS_WITH_KEY = 4;

    /** Reads a topic with a key; empty when it has another shape. */
    public static Optional<ServerTopic> withKey(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length == LEVELS_WITH_KEY && levels[0].equals(FIRST)
                ? Optional.of(new ServerTopic(levels[1], levels[2], levels[3]))
                : Optional.empty();
    }

    /** The topic's name. */
    public String name() {
        String base = FIRST + '/' + thingKey + '/' + subject;
        return key.isEmpty() ? base : base + '/' + key;
    }
}
