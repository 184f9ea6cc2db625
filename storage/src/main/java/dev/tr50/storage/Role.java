package dev.tr50.storage;

/** What a user or an app may do in a group. Each role includes those before it. */
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN,
    OWNER;

    /** Whether this role includes {@code required}. */
    public boolean atLeast(Role required) {
        return compareTo(required) >= 0;
    }
}
