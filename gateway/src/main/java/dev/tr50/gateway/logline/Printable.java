package dev.tr50.gateway.logline;

/** What a client sent, fit for one line of a log. */
public final class Printable {
    private static final int MOST = 128;

    private Printable() {}

    /** Without what would begin another line or show the text in another order, and not longer than about 128 characters. */
    public static String of(String text) {
        String shown = text.length() <= MOST ? text : text.substring(0, MOST) + "…";
        return shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
