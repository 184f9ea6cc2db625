package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.AppRoleChange;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.QuotaExceededException;

/** {@code role.create}: a new role for applications of the group. */
public final class RoleCreate implements Command<RoleCreate.Params, RoleCreate.Result> {
    private static final Param<String> KEY =
            RoleKey.param("Key of the role, unique in the group.").required();

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "role.create",
                    Params::from,
                    Result.class,
                    "Makes a role: what things of the applications that have it may do.")
            .openTo(Access.ADMIN);

    /** The role. */
    public record Params(String key, AppRoleChange fields) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY), RoleFields.required(arguments));
        }
    }

    /** The role that was made. */
    public record Result(@Describe("Id of the role.") String id) {}

    private final AppRoles roles;

    public RoleCreate(AppRoles roles) {
        this.roles = roles;
    }

    @Override
    public Result run(Caller caller, Params params) {
        try {
            return new Result(roles.create(caller.group().id(), params.key(), params.fields(), caller.whoAmI())
                    .id());
        } catch (AlreadyExistsException e) {
            throw new CommandException(ErrorCode.ALREADY_EXISTS, "Role " + params.key() + " exists already");
        } catch (QuotaExceededException e) {
            throw new CommandException(ErrorCode.TOO_LARGE, e.getMessage());
        }
    }
}
