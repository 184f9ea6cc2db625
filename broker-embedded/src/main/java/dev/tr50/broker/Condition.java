package dev.tr50.broker;

/** What a setting must fulfil. Apart from the settings, because their constants would be made in a circle around it. */
final class Condition {

    private Condition() {}

    /** @throws IllegalArgumentException naming the setting */
    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is out of range");
        }
    }
}
