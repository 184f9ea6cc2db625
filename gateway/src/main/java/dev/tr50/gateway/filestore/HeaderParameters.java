package dev.tr50.gateway.filestore;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A header value with parameters, as in {@code form-data; name="file"; filename="a;b.csv"}.
 *
 * <p>In quotes a backslash escapes a quote or a backslash and is itself otherwise, because clients differ: older curl escapes, newer
 * curl and browsers write {@code %22} for a quote and nothing for a backslash.
 */
final class HeaderParameters {
    private final String text;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private int at;

    private HeaderParameters(String text) {
        this.text = text;
    }

    /**
     * The parameters by their names in small letters; of two with one name the first.
     *
     * @throws IllegalArgumentException when a quote is not closed
     */
    static Map<String, String> of(String header) {
        HeaderParameters reader = new HeaderParameters(header);
        reader.upTo(";");
        while (reader.at < header.length()) {
            reader.at++;
            reader.parameter();
        }
        return reader.parameters;
    }

    /** What stands before the parameters, in small letters. */
    static String valueOf(String header) {
        return new HeaderParameters(header).upTo(";").strip().toLowerCase(Locale.ROOT);
    }

    private void parameter() {
        String name = upTo(";=").strip().toLowerCase(Locale.ROOT);
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            parameters.putIfAbsent(name, value());
        }
    }

    private String value() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '"') {
            return upTo(";").strip();
        }
        at++;
        String quoted = quoted();
        upTo(";");
        return quoted;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            value.append(text.charAt(at));
        }
        throw new IllegalArgumentException("a quote is not closed");
    }

    private String upTo(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }
}
