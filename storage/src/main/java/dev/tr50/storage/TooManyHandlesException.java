package dev.tr50.storage;

/** A scope has {@value Transfers#MAX_OPEN_HANDLES} open transfer handles; one must be used or expire before the next. */
public final class TooManyHandlesException extends StorageException {

    private static final long serialVersionUID = 1;

    TooManyHandlesException(Scope scope) {
        super("Scope " + scope.id() + " has " + Transfers.MAX_OPEN_HANDLES + " open transfer handles");
    }
}
