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
    private boolean name(String command) {
        return perms.contains(command) || perms.contains(command.substring(0, Math.max(0, command.indexOf('.'))));
    }

    /** Whether a thing with these rights may run a command. */
    public boolean allowThings(Signature<?, ?> command) {
        return allow(command, true);
    }

    /** Whether a user with these rights may. */
    public boolean allowUsers(Signature<?, ?> command) {
        return allow(command, false);
    }

    private boolean allow(Signature<?, ?> command, boolean isThing) {
        if (granted != null && allows(granted, command.access(), isThing)) {
            return true;
        }
        boolean named = this != NONE && isBasic(command.name()) || name(command.name());
        return named ? allows(Role.EDITOR, command.access(), isThing) : command.access() == Access.OPEN;
    }

    /** What everybody may ask who is logged in, whatever the roles of an application say: no client can do without. */
    private static boolean isBasic(String command) {
        return command.startsWith("diag.") || command.equals("session.info") || command.equals("api.authenticate");
    }

    private static boolean allows(Role role, Access access, boolean isThing) {
        return switch (access) {
            case OPEN, READ -> true;
            case OWN -> isThing || role.atLeast(Role.EDITOR);
            case WRITE -> role.atLeast(Role.EDITOR);
            case USER -> !isThing;
            case ADMIN -> role.atLeast(Role.ADMIN);
        };
    }
}
