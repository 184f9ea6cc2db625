package dev.tr50.storage;

/** An app was to have a role that its group does not have. */
public final class NoSuchRoleException extends StorageException {

    private static final long serialVersionUID = 1;

    NoSuchRoleException(String id) {
        super("No role with id \"" + id + "\" in this group");
    }
}
