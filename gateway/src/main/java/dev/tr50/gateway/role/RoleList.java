package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.Role;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code role.list}: the roles there are in a group. */
public final class RoleList implements Command<RoleList.Params, RoleList.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "role.list",
                    Params::from,
                    Result.class,
                    "Lists roles: those that every group has, viewer, editor, admin and owner, then those of the group by key.")
            .openTo(Access.ADMIN);

    /** Which part. */
    public record Params(Paging paging) {
        static Params from(Arguments arguments) {
            return new Params(Paging.from(arguments));
        }
    }

    /** A page of roles. */
    public record Result(
            @Describe("How many there are.") long count,
            @Describe("Those of the page.") List<RoleShown> result) {}

    private final AppRoles roles;
    private final Supplier<List<? extends Signature<?, ?>>> commands;

    /** @param commands all that the gateway answers */
    public RoleList(AppRoles roles, Supplier<List<? extends Signature<?, ?>>> commands) {
        this.roles = roles;
        this.commands = commands;
    }

    @Override
    public Result run(Caller caller, Params params) {
        String group = caller.group().id();
        List<RoleShown> all = Stream.concat(
                        Arrays.stream(Role.values()).map(role -> RoleShown.of(role, group, commands.get())),
                        roles.ofGroup(group).stream().map(RoleShown::of))
                .toList();
        return new Result(all.size(), params.paging().of(all).toList());
    }
}
