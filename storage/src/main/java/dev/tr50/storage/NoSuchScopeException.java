package dev.tr50.storage;

/** The thing or group whose files were to be changed has been deleted meanwhile. */
public final class NoSuchScopeException extends StorageException {

    private static final long serialVersionUID = 1;

    NoSuchScopeException(Scope scope) {
        super("Scope " + scope.id() + " has been deleted");
    }
}
