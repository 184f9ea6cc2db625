package dev.tr50.gateway.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation as a sequence of examples: a block of kind {@code sh}, and what the blocks of kind {@code http},
 * {@code json} and {@code text} after it say of the answer to each request in it.
 */
final class Page {
    private static final Pattern PART =
            Pattern.compile("(?ms)^(?:## (?<section>.*?)$|```(?<kind>\\w+)\n(?<text>.*?)^```$)");

    private Page() {}

    /** Something to do, and what then comes back. What is null does not matter. */
    record Example(String section, int line, String script, String head, String json, String text) {
        boolean answers() {
            return head != null;
        }

        private Example with(String kind, String content) {
            return switch (kind) {
                case "http" -> new Example(section, line, script, content, json, text);
                case "json" -> new Example(section, line, script, head, content, text);
                case "text" -> new Example(section, line, script, head, json, content);
                default -> throw new IllegalStateException("a block of kind " + kind + " after line " + line);
            };
        }

        @Override
        public String toString() {
            return section + ", line " + line;
        }
    }

    static List<Example> examples(Path page) throws IOException {
        String text = Files.readString(page);
        List<Example> examples = new ArrayList<>();
        String section = "";
        Matcher part = PART.matcher(text);
        while (part.find()) {
            if (part.group("section") != null) {
                section = part.group("section");
            } else if (part.group("kind").equals("sh")) {
                int line = 1
                        + (int) text.substring(0, part.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                examples.add(new Example(section, line, part.group("text"), null, null, null));
            } else {
                int last = examples.size() - 1;
                examples.set(last, examples.get(last).with(part.group("kind"), part.group("text")));
            }
        }
        return examples;
    }
}
