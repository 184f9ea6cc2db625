package dev.tr50.storage;

import java.util.HexFormat;
import java.util.Optional;

/** Ids of recorded samples: the number of the series and that of the sample, twelve hexadecimal digits each. */
record RecordId(long series, long no) {

    private static final int DIGITS = 12;
    private static final HexFormat HEX = HexFormat.of();

    static Optional<RecordId> parse(String text) {
        if (!ObjectId.isObjectId(text)) {
            return Optional.empty();
        }
        return Optional.of(new RecordId(
                HexFormat.fromHexDigitsToLong(text, 0, DIGITS),
                HexFormat.fromHexDigitsToLong(text, DIGITS, 2 * DIGITS)));
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(series, DIGITS) + HEX.toHexDigits(no, DIGITS);
    }
}
