package dev.tr50.broker;

/** Text from clients, made fit for a line of the log. */
final class Printable {

    private static final int LONGEST = 128;
    private static final int MOST_OF_ID = 8;

    private Printable() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); i++) {
            if (i == LONGEST) {
                return line.append('…').toString();
            }
            char c = text.charAt(i);
            line.append(isInvisible(c) ? '?' : c);
        }
        return line.toString();
    }

    /** What would begin another line, or show what follows in another order. */
    private static boolean isInvisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Half of a client id, 8 characters at most: enough to tell clients apart, and where the id is a secret, no way in. */
    static String beginningOf(String clientId) {
        int shown = Math.min(MOST_OF_ID, clientId.length() / 2);
        return of(clientId.substring(0, shown)) + '…';
    }
}
