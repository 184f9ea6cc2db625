package dev.tr50.broker;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.broker.TopicRules.FilterKind;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A topic filter and a topic name, parted by the first line break. */
public final class TopicsTarget {

    private static final TopicRules RULES = new TopicRules(1024, 32);
    private static final GroupNamespace GROUP = new GroupNamespace("G/+#é");

    private TopicsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String filter = end < 0 ? text : text.substring(0, end);
        String topic = end < 0 ? text : text.substring(end + 1);
        FilterKind kind = RULES.kindOf(filter, true);
        boolean name = RULES.isName(topic);
        if (name) {
            claim(GROUP.outer(GROUP.inner(topic)).equals(topic), "a topic comes back from its group as another");
            String reply = TopicRules.isCommandTopic(topic) ? TopicRules.replyTopic(topic) : null;
            claim(reply == null || RULES.isName(reply), "a reply has a topic that is none");
        }
        if (kind != FilterKind.MALFORMED) {
            String inner = GROUP.innerFilter(filter);
            claim(filter.startsWith("$share/") || inner.length() >= filter.length(), "a filter lost something");
            if (name) {
                agree(TopicRules.topicFilter(filter), topic);
            }
        }
    }

    /** Says with a regular expression what the standard says of matching, and compares. */
    private static void agree(String filter, String topic) {
        StringBuilder pattern = new StringBuilder();
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String slash = i == 0 ? "" : "/";
            if (levels[i].equals("#")) {
                pattern.append(i == 0 ? ".*" : "(/.*)?");
            } else {
                pattern.append(slash).append(levels[i].equals("+") ? "[^/]*" : Pattern.quote(levels[i]));
            }
        }
        boolean expected = Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(topic)
                .matches();
        claim(TopicRules.matches(filter, topic) == expected, "a filter matches what it should not, or does not");
    }
}
