package dev.tr50.gateway.thing;

import java.util.Locale;

/** A text in which {@code *} stands for any characters, compared without regard to capitals. */
record Glob(String pattern) {

    Glob {
        pattern = folded(pattern);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** In time proportional to the product of both lengths at worst, whatever the stars. */
    boolean matches(String text) {
        String folded = folded(text);
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < folded.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && pattern.charAt(at) == folded.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
