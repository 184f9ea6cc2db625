package dev.tr50.broker;

/** Text from clients, made fit for a line of the log. */
final class Printable {

    private static final int LONGEST = 128;

    private Printable() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); i++) {
            if (i == LONGEST) {
                return line.append('…').toString();
            }
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString();
    }
}
