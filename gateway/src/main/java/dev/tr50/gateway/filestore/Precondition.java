package dev.tr50.gateway.filestore;

import dev.tr50.gateway.transfer.FileVersion;
import dev.tr50.storage.StoredFile;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client wants to be true of a file before it is changed: {@code If-Match} and {@code If-None-Match} (RFC 9110, 13.1), by which
 * two who edit one file do not undo each other's work.
 */
final class Precondition implements Predicate<StoredFile> {
    /** Tags are compared strongly for changes: a weak one fits nothing. */
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

    private final List<String> match;
    private final List<String> noneMatch;

    private Precondition(List<String> match, List<String> noneMatch) {
        this.match = List.copyOf(match);
        this.noneMatch = List.copyOf(noneMatch);
    }

    static Precondition of(HttpServerRequest request) {
        return new Precondition(
                request.headers().getAll("If-Match"), request.headers().getAll("If-None-Match"));
    }

    @Override
    public boolean test(StoredFile file) {
        String tag = FileVersion.of(file).entityTag();
        return (match.isEmpty() || names(match, tag)) && !names(noneMatch, tag);
    }

    private static boolean names(List<String> headers, String tag) {
        return headers.stream().anyMatch(header -> header.strip().equals("*") || lists(header, tag));
    }

    private static boolean lists(String header, String tag) {
        Matcher tags = TAG.matcher(header);
        while (tags.find()) {
            if (tags.group(1) == null && tags.group(2).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
