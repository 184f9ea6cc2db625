package dev.tr50.gateway.thing;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.gateway.formula.Formula;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** A star that moves on by itself costs a regular expression more than it costs us, hence few of them. */
    private static void agree(String pattern, String text) {
        if (pattern.chars().filter(c -> c == '*').count() > 4) {
            return;
        }
        String expression = Arrays.stream(pattern.toLowerCase(Locale.ROOT).split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        boolean expected = Pattern.compile(expression, Pattern.DOTALL)
                .matcher(text.toLowerCase(Locale.ROOT))
                .matches();
        claim(new Glob(pattern).matches(text) == expected, "a pattern matches what it should not, or does not");
    }
}
