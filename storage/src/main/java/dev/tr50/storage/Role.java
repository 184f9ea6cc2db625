package dev.tr50.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user or an app may do in a group. Each role includes those before it. */
public enum Role {
    VIEWER("000000000000000000000001"),
    EDITOR("000000000000000000000002"),
    ADMIN("000000000000000000000003"),
    OWNER("000000000000000000000004");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    /** Whether this role includes {@code required}. */
    public boolean atLeast(Role required) {
        return compareTo(required) >= 0;
    }

    /** What names the role where roles are named by ids; the same in every group, and never the id of anything else. */
    public String id() {
        return id;
    }

    /** What names the role for people: {@code viewer}, {@code editor}, {@code admin} or {@code owner}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this id. */
    public static Optional<Role> ofId(String id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }

    /** The role with this key. */
    public static Optional<Role> ofKey(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }
}
