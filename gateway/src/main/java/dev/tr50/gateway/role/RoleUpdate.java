package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.TurningOut;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.AppRoleChange;
import dev.tr50.storage.AppRoles;

/** {@code role.update}: changes what is sent of a role and leaves the rest. It holds for sessions that are open too. */
public final class RoleUpdate implements Command<RoleUpdate.Params, Void> {
    private static final Param<String> KEY =
            RoleKey.param("Key of the role; it never changes.").required();

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "role.update",
                    Params::from,
                    Void.class,
                    "Changes what is sent of a role and leaves the rest. It holds for sessions that are open too.")
            .openTo(Access.ADMIN);

    /** Which role, and what is to change. */
    public record Params(String key, AppRoleChange fields) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY), RoleFields.from(arguments));
        }
    }

    private final AppRoles roles;
    private final TurningOut turningOut;

    public RoleUpdate(AppRoles roles, TurningOut turningOut) {
        this.roles = roles;
        this.turningOut = turningOut;
    }

    @Override
    public Void run(Caller caller, Params params) {
        AppRole role = RoleKey.ownRole(roles, caller, params.key());
        if (!roles.update(role.groupId(), role.id(), params.fields(), caller.whoAmI())) {
            throw RoleKey.notFound(params.key());
        }
        turningOut.rightsChanged(role.groupId());
        return null;
    }
}
