package dev.tr50.storage;

/** A thing definition would have more keys than {@link ThingDefinition#MOST_KEYS}. */
public final class TooManyKeysException extends StorageException {
    private static final long serialVersionUID = 1L;

    TooManyKeysException(String defKey) {
        super("Thing definition " + defKey + " would have more than " + ThingDefinition.MOST_KEYS + " keys");
    }
}
