package dev.tr50.storage;

/** A thing definition cannot be deleted because things have it, or an application gives it to things. */
public final class DefinitionInUseException extends StorageException {
    private static final long serialVersionUID = 1L;

    DefinitionInUseException(String defKey) {
        super("Thing definition " + defKey + " is in use");
    }
}
