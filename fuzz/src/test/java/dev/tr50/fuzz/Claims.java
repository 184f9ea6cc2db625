package dev.tr50.fuzz;

/** What must be true whatever the input. */
public final class Claims {

    private Claims() {}

    /** @throws AssertionError with what is wrong when something is not true */
    public static void claim(boolean isTrue, String otherwise) {
        if (!isTrue) {
            throw new AssertionError(otherwise);
        }
    }
}
