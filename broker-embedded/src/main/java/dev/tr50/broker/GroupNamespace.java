package dev.tr50.broker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps the topics of a group apart from all others: inside the broker each starts with the group. Those under
 * {@code thing/} start otherwise than the ordinary ones, so that no filter that begins with a wildcard matches them.
 */
final class GroupNamespace {

    private static final String SHARE = "$share/";

    private static final String EMPTY_LEVEL = "\0";

    private final String ordinary;
    private final String server;

    GroupNamespace(String group) {
        StringBuilder level = new StringBuilder();
        group.codePoints().forEach(c -> appendEscaped(level, c));
        level.append('/');
        this.ordinary = "g:" + level;
        this.server = "t:" + level;
    }

    /** No group's level may hold a separator, a wildcard or another group's name. */
    private static void appendEscaped(StringBuilder level, int c) {
        boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
        if (plain) {
            level.append((char) c);
        } else {
            level.append('%').append(Integer.toHexString(c)).append(';');
        }
    }

    /** What all topics of the group begin with, and those of no other. */
    List<String> firstLevels() {
        return List.of(ordinary.substring(0, ordinary.length() - 1), server.substring(0, server.length() - 1));
    }

    String inner(String topic) {
        String prefix = TopicRules.isServerTopic(topic) ? server : ordinary;
        return prefix + (hasEmptyLevel(topic) ? withoutEmptyLevels(topic) : topic);
    }

    private static boolean hasEmptyLevel(String topic) {
        return topic.startsWith("/") || topic.endsWith("/") || topic.contains("//");
    }

    /** Moquette loses count of empty levels at the end; no client can send what stands for one. */
    private static String withoutEmptyLevels(String topic) {
        return Arrays.stream(topic.split("/", -1))
                .map(level -> level.isEmpty() ? EMPTY_LEVEL : level)
                .collect(Collectors.joining("/"));
    }

    /** Of {@code $share/name/filter} only the filter is a topic. */
    String innerFilter(String filter) {
        if (!filter.startsWith(SHARE)) {
            return inner(filter);
        }
        int start = filter.indexOf('/', SHARE.length()) + 1;
        return filter.substring(0, start) + inner(filter.substring(start));
    }

    /** The topic as clients know it; topics that are not of this group stay as they are. */
    String outer(String topic) {
        if (!topic.startsWith(ordinary) && !topic.startsWith(server)) {
            return topic;
        }
        String name = topic.substring(ordinary.length());
        return name.contains(EMPTY_LEVEL) ? name.replace(EMPTY_LEVEL, "") : name;
    }
}
