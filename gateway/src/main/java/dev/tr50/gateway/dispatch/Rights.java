package dev.tr50.gateway.dispatch;

import dev.tr50.storage.Role;
import java.util.Set;

/**
 * What a session may do at one moment.
 *
 * @param granted the role whose commands may all be run; null for none
 * @param perms names of services ({@code property}) and of commands ({@code property.publish}) that may be run besides, as an
 *     editor runs them
 * @param reachesGroup whether a thing works on every thing of its group
 */
public record Rights(Role granted, Set<String> perms, boolean reachesGroup) {

    /** Those of somebody who is not here any more. */
    public static final Rights NONE = new Rights(null, Set.of(), false);

    public Rights {
        perms = Set.copyOf(perms);
    }

    /** All commands of a role. */
    public static Rights of(Role role) {
        return new Rights(role, Set.of(), false);
    }

    /** The highest role that something is done with. */
    public Role role() {
        if (perms.isEmpty()) {
            return granted == null ? Role.VIEWER : granted;
        }
        return granted != null && granted.atLeast(Role.EDITOR) ? granted : Role.EDITOR;
    }

    /** Whether the perms name the command or its service. */
    boolean name(String command) {
        return perms.contains(command) || perms.contains(command.substring(0, Math.max(0, command.indexOf('.'))));
    }
}
