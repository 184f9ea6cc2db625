package dev.tr50.gateway.transfer;

import dev.tr50.gateway.http.EntityTags;
import io.vertx.core.http.HttpServerRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a request says about the version of the file that the client has already, or wants (RFC 9110, 13). */
final class Validators {
    /** RFC 9110, 5.6.7; the constant of the JDK writes single-digit days. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Validators() {}

    /** Whether {@code If-Match} names other versions only. */
    static boolean isUnwanted(HttpServerRequest request, FileVersion file) {
        EntityTags wanted = EntityTags.in(request, "If-Match");
        return wanted.given() && !wanted.nameStrongly(file.entityTag());
    }

    /** Whether {@code If-None-Match} names this version. */
    static boolean isKnown(HttpServerRequest request, FileVersion file) {
        return EntityTags.in(request, "If-None-Match").nameWeakly(file.entityTag());
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
