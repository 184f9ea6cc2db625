package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;

/** The time of a file: seconds since 1970 with a fraction, any finite number. */
final class Seconds {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?\\d++)?");
    private static final double MILLIS = 1000;

    private Seconds() {}

    /** @throws HttpRefused status 400 when the text is no number, or one that is too large */
    static double parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw HttpRefused.malformed("time is not a number");
        }
        double seconds = Double.parseDouble(text);
        if (Double.isInfinite(seconds)) {
            throw HttpRefused.malformed("time is too large");
        }
        return seconds;
    }

    /** Plain digits with a fraction, however large the number is: {@code 1710000000.0}, never {@code 1.71E9}. */
    static String text(double seconds) {
        String digits = BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
        return digits.indexOf('.') < 0 ? digits + ".0" : digits;
    }

    static double of(Instant moment) {
        return moment.toEpochMilli() / MILLIS;
    }
}
