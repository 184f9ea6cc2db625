package dev.tr50.broker;

/**
 * Keeps the topics of a group apart from all others: inside the broker each starts with the group. Those under
 * {@code thing/} start otherwise than the ordinary ones, so that no filter that begins with a wildcard matches them.
 */
final class GroupNamespace {

    private static final String SHARE = "$share/";

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

    String inner(String topic) {
        return (TopicRules.isServerTopic(topic) ? server : ordinary) + topic;
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
        return topic.startsWith(ordinary) || topic.startsWith(server) ? topic.substring(ordinary.length()) : topic;
    }
}
