package dev.tr50.storage;

/** A thing was to be created with a thing definition that its group does not have. */
public final class NoSuchDefinitionException extends StorageException {

    private static final long serialVersionUID = 1;

    NoSuchDefinitionException(String defKey) {
        super("No thing definition \"" + defKey + "\" in this group");
    }
}
