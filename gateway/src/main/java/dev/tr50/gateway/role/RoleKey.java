package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.Role;
import java.util.regex.Pattern;

/** The key of a role, and the role of the caller's group that it names. */
final class RoleKey {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private RoleKey() {}

    static Param<String> param(String description) {
        return Param.string("key", description).as(key -> {
            if (!RULE.matcher(key).matches()) {
                throw new IllegalArgumentException("must be 1 to 128 letters, digits, '_' or '-'");
            }
            return key;
        });
    }

    /** @throws CommandException when the group has made no such role, or every group has it and nobody may change it */
    static AppRole ownRole(AppRoles roles, Caller caller, String key) {
        if (Role.ofKey(key).isPresent()) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "Role " + key + " is the same in every group");
        }
        return roles.findByKey(caller.group().id(), key).orElseThrow(() -> notFound(key));
    }

    static CommandException notFound(String key) {
        return new CommandException(ErrorCode.NOT_FOUND, "Role " + key + " not found");
    }
}
