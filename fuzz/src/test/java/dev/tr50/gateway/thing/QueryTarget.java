package dev.tr50.gateway.thing;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.gateway.formula.Formula;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The little languages: searches, patterns with stars, formulas. */
public final class QueryTarget {

    private QueryTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        orRefused(() -> ThingQueryParser.parse(text));
        orRefused(() -> Formula.parse(text).of(1.5));
        int half = Math.min(64, text.length() / 2);
        agree(text.substring(0, half), text.substring(half, Math.min(text.length(), half + 256)));
    }

    private static void orRefused(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException refused) {
            claim(refused.getMessage() != null, "a refusal without a reason");
        }
    }

    /** Says again, place by place, what a star means, and compares. */
    private static void agree(String pattern, String text) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String given = text.toLowerCase(Locale.ROOT);
        boolean[] reached = new boolean[given.length() + 1];
        reached[0] = true;
        for (char c : wanted.toCharArray()) {
            reached = c == '*' ? onwards(reached) : step(reached, given, c);
        }
        claim(
                new Glob(pattern).matches(text) == reached[given.length()],
                "a pattern matches what it should not, or does not");
    }

    private static boolean[] onwards(boolean[] reached) {
        boolean[] next = reached.clone();
        for (int i = 1; i < next.length; i++) {
            next[i] |= next[i - 1];
        }
        return next;
    }

    private static boolean[] step(boolean[] reached, String given, char c) {
        boolean[] next = new boolean[reached.length];
        for (int i = 1; i < next.length; i++) {
            next[i] = reached[i - 1] && given.charAt(i - 1) == c;
        }
        return next;
    }
}
