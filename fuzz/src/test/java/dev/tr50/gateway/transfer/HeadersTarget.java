package dev.tr50.gateway.transfer;

import static dev.tr50.fuzz.Claims.claim;

import java.nio.charset.StandardCharsets;

/** Headers of downloads, and the file name that an answer shows in one. The first character stands for the length of the file. */
public final class HeadersTarget {

    private HeadersTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return;
        }
        long fileLength = lengthOf(text.charAt(0));
        String header = text.substring(1);
        try {
            ByteRange.parse(header, fileLength).ifPresent(range -> sound(range, fileLength));
        } catch (UnsatisfiableRangeException none) {
            claim(none.getMessage() == null || fileLength >= 0, "a file shorter than nothing");
        }
        BasicCredentials.parse(header)
                .ifPresent(pair -> claim(pair.username().indexOf(':') < 0, "a user name with a colon"));
        String disposition = ContentDisposition.attachment(header);
        claim(disposition.chars().allMatch(c -> c >= 0x20 && c <= 0x7e), "a header with a character that breaks it");
    }

    private static long lengthOf(char first) {
        return first < 'a' ? first : first < 'n' ? Long.MAX_VALUE - first : 1L << (first & 31);
    }

    private static void sound(ByteRange range, long fileLength) {
        claim(range.from() >= 0 && range.length() > 0, "a range of nothing: " + range);
        claim(range.length() <= fileLength - range.from(), "a range beyond the end: " + range);
    }
}
