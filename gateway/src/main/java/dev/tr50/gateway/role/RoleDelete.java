package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.InUseException;

/**
 * {@code role.delete}: deletes a role that no application has. To take it from applications instead would widen what the things of
 * one may do that has no other.
 */
public final class RoleDelete implements Command<RoleDelete.Params, Void> {
    private static final Param<String> KEY = RoleKey.param("Key of the role.").required();

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "role.delete", Params::from, Void.class, "Deletes a role that no application has.")
            .openTo(Access.ADMIN);

    /** Which role. */
    public record Params(String key) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY));
        }
    }

    private final AppRoles roles;

    public RoleDelete(AppRoles roles) {
        this.roles = roles;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AppRole role = RoleKey.ownRole(roles, caller, params.key());
        try {
            if (!roles.delete(role.groupId(), role.id())) {
                throw RoleKey.notFound(params.key());
            }
            return null;
        } catch (InUseException e) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED, "Role " + params.key() + " cannot be deleted: " + e.getMessage());
        }
    }
}
