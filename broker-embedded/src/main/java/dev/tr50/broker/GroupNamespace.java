package dev.tr50.broker;

/** Keeps the ordinary topics of a group apart from all others: inside the broker each starts with the group. */
final class GroupNamespace {

    private static final String SHARE = "$share/";

    private final String prefix;

    GroupNamespace(String group) {
        StringBuilder level = new StringBuilder("g:");
        group.codePoints().forEach(c -> appendEscaped(level, c));
        this.prefix = level.append('/').toString();
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
        return prefix + topic;
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
        return topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic;
    }
}
