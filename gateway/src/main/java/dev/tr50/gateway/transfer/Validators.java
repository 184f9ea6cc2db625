package dev.tr50.gateway.transfer;

import io.vertx.core.http.HttpServerRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request says about the version of the file that the client has already (RFC 9110, 13). */
final class Validators {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    /** RFC 9110, 5.6.7; the constant of the JDK writes single-digit days. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Validators() {}

    /** Whether {@code If-None-Match} names this version. */
    static boolean isKnown(HttpServerRequest request, FileVersion file) {
        String known =
                String.join(",", request.headers().getAll("If-None-Match")).strip();
        if (known.equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(known);
        while (tags.find()) {
            if (tags.group(1).equals(file.entityTag())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The value of {@code Range}, or null when there is none or {@code If-Range} is about another version. A date there never fits,
     * because two versions can be of the same second.
     */
    static String range(HttpServerRequest request, FileVersion file) {
        String condition = request.getHeader("If-Range");
        boolean current = condition == null || condition.strip().equals(file.entityTag());
        return current ? request.getHeader("Range") : null;
    }

    /** The value of {@code Last-Modified}. */
    static String lastModified(FileVersion file) {
        return HTTP_DATE.format(file.uploadDate());
    }
}
