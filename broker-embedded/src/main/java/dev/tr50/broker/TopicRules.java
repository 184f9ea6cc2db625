package dev.tr50.broker;

import java.util.Set;

/** What topic names and filters must look like, and whose they are. */
final class TopicRules {

    private static final String SERVER = "thing";
    private static final Set<String> RESERVED = Set.of("api", "apiz", "reply", "replyz", "notify", SERVER);
    private static final Set<String> PRIVATE = Set.of("reply", "replyz", "notify");
    private static final String SHARE = "$share/";
    private static final int MAX_COMMAND_ID = 64;

    private final int maxBytes;
    private final int maxLevels;

    /** What is to be done with a subscription. */
    enum FilterKind {
        ORDINARY,
        /** On replies and notifications, which only ever reach their own user. */
        PRIVATE,
        /** On what happens to things: the gateway says who may. */
        SERVER,
        /** On topics that nobody may subscribe to. */
        RESERVED,
        MALFORMED
    }

    TopicRules(int maxBytes, int maxLevels) {
        this.maxBytes = maxBytes;
        this.maxLevels = maxLevels;
    }

    boolean isName(String topic) {
        return isSane(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /** Whether it is about a thing: what is published there goes to the gateway, and what comes from there is its word. */
    static boolean isServerTopic(String topic) {
        return topic.startsWith(SERVER) && isFirstLevel(topic, SERVER.length());
    }

    /** Whether no client's message is routed there. */
    static boolean isReservedName(String topic) {
        return topic.startsWith("$") || RESERVED.contains(firstLevel(topic));
    }

    static boolean isCommandTopic(String topic) {
        return topic.startsWith("api")
                && (isFirstLevel(topic, 3) || topic.startsWith("apiz") && isFirstLevel(topic, 4));
    }

    /** The topic that answers a command, or null when the command's topic has no valid id. */
    static String replyTopic(String commandTopic) {
        int slash = commandTopic.indexOf('/');
        if (slash < 0) {
            return commandTopic.equals("api") ? "reply" : "replyz";
        }
        int idLength = commandTopic.length() - slash - 1;
        boolean validId = idLength >= 1 && idLength <= MAX_COMMAND_ID && commandTopic.indexOf('/', slash + 1) < 0;
        if (!validId) {
            return null;
        }
        return (slash == 3 ? "reply" : "replyz") + commandTopic.substring(slash);
    }

    /** @param shared whether the client's version of MQTT knows shared subscriptions */
    FilterKind kindOf(String filter, boolean shared) {
        if (!isSane(filter)) {
            return FilterKind.MALFORMED;
        }
        if (filter.startsWith(SHARE)) {
            return shared ? sharedKind(filter) : FilterKind.MALFORMED;
        }
        if (!hasWellPlacedWildcards(filter)) {
            return FilterKind.MALFORMED;
        }
        String first = firstLevel(filter);
        if (PRIVATE.contains(first)) {
            return FilterKind.PRIVATE;
        }
        if (first.equals(SERVER)) {
            return FilterKind.SERVER;
        }
        return filter.startsWith("$") || RESERVED.contains(first) ? FilterKind.RESERVED : FilterKind.ORDINARY;
    }

    private FilterKind sharedKind(String filter) {
        int end = filter.indexOf('/', SHARE.length());
        String name = end < 0 ? "" : filter.substring(SHARE.length(), end);
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.indexOf('#') >= 0) {
            return FilterKind.MALFORMED;
        }
        FilterKind kind = kindOf(filter.substring(end + 1), false);
        return kind == FilterKind.PRIVATE ? FilterKind.RESERVED : kind;
    }

    /** The part of a well-formed filter that names topics: {@code $share/name/} is not of it. */
    static String topicFilter(String filter) {
        return filter.startsWith(SHARE) ? filter.substring(filter.indexOf('/', SHARE.length()) + 1) : filter;
    }

    private boolean isSane(String topic) {
        if (topic == null || topic.isEmpty() || topic.length() > maxBytes) {
            return false;
        }
        int bytes = 0;
        int levels = 1;
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            bytes += utf8Length(c);
            if (c == '/') {
                levels++;
            } else if (c == 0) {
                return false;
            }
        }
        return bytes <= maxBytes && levels <= maxLevels;
    }

    /** Half of a surrogate pair counts two of the pair's four bytes. */
    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private static boolean hasWellPlacedWildcards(String filter) {
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (c != '+' && c != '#') {
                continue;
            }
            boolean startsLevel = i == 0 || filter.charAt(i - 1) == '/';
            boolean last = i == filter.length() - 1;
            boolean endsLevel = last || c == '+' && filter.charAt(i + 1) == '/';
            if (!startsLevel || !endsLevel) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFirstLevel(String topic, int length) {
        return topic.length() == length || topic.charAt(length) == '/';
    }

    static String firstLevel(String topic) {
        int slash = topic.indexOf('/');
        return slash < 0 ? topic : topic.substring(0, slash);
    }

    /** Whether a well-formed filter matches a topic name. */
    static boolean matches(String filter, String topic) {
        int f = 0;
        int t = 0;
        while (true) {
            int filterEnd = endOfLevel(filter, f);
            if (filter.startsWith("#", f)) {
                return true;
            }
            int topicEnd = endOfLevel(topic, t);
            boolean any = filter.startsWith("+", f);
            boolean same = filterEnd - f == topicEnd - t && filter.regionMatches(f, topic, t, topicEnd - t);
            if (!any && !same) {
                return false;
            }
            boolean filterDone = filterEnd == filter.length();
            if (topicEnd == topic.length()) {
                return filterDone || filter.startsWith("/#", filterEnd);
            }
            if (filterDone) {
                return false;
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int endOfLevel(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
