package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.Role;
import java.util.List;
import java.util.function.Supplier;

/** {@code role.find}: one role, of the group or one that every group has. Provisioning scripts take its id. */
public final class RoleFind implements Command<RoleFind.Params, RoleShown> {
    private static final Param<String> KEY =
            Param.string("key", "Key of the role.").required();

    public static final Signature<Params, RoleShown> SIGNATURE = Signature.reading(
                    "role.find",
                    Params::from,
                    RoleShown.class,
                    "Finds a role by its key: one of the group's, or viewer, editor, admin or owner.")
            .openTo(Access.ADMIN);

    /** Which role. */
    public record Params(String key) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(KEY));
        }
    }

    private final AppRoles roles;
    private final Supplier<List<? extends Signature<?, ?>>> commands;

    /** @param commands all that the gateway answers */
    public RoleFind(AppRoles roles, Supplier<List<? extends Signature<?, ?>>> commands) {
        this.roles = roles;
        this.commands = commands;
    }

    @Override
    public RoleShown run(Caller caller, Params params) {
        String group = caller.group().id();
        return Role.ofKey(params.key())
                .map(role -> RoleShown.of(role, group, commands.get()))
                .or(() -> roles.findByKey(group, params.key()).map(RoleShown::of))
                .orElseThrow(() -> RoleKey.notFound(params.key()));
    }
}
