package dev.tr50.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions that a client names in {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1); {@code *} names all of them. */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

    private final List<String> lines;

    private EntityTags(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Those in all headers of this name. */
    public static EntityTags in(HttpServerRequest request, String header) {
        return new EntityTags(request.headers().getAll(header));
    }

    /** Whether the client names versions at all. */
    public boolean given() {
        return !lines.isEmpty();
    }

    /**
     * Whether the version is among them, a weak tag being none: the comparison of {@code If-Match}.
     *
     * @param tag a strong one, with its quotes
     */
    public boolean nameStrongly(String tag) {
        return name(tag, false);
    }

    /**
     * Whether the version is among them, be it by a weak tag: the comparison of {@code If-None-Match}.
     *
     * @param tag a strong one, with its quotes
     */
    public boolean nameWeakly(String tag) {
        return name(tag, true);
    }

    private boolean name(String tag, boolean weakly) {
        return lines.stream().anyMatch(line -> line.strip().equals("*") || lists(line, tag, weakly));
    }

    private static boolean lists(String line, String tag, boolean weakly) {
        Matcher tags = TAG.matcher(line);
        while (tags.find()) {
            if ((weakly || tags.group(1) == null) && tags.group(2).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
