package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.List;

/** {@code user.org.list}: what a user is in each of its groups. */
public final class UserOrgList implements Command<UserOrgList.Params, UserOrgList.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "user.org.list",
                    Params::from,
                    Result.class,
                    "Lists what a user is in each group that it is a member of, by key of the group: oneself, and anybody for a"
                            + " user that is root. At most " + Paging.MOST + " groups.")
            .openTo(Access.USER);

    /** Which user. */
    public record Params(UserChoice user) {
        static Params from(Arguments arguments) {
            return new Params(UserChoice.member(arguments));
        }
    }

    /** The groups. */
    public record Result(
            @Describe("What it is in each group.") List<Membership> result) {}

    private final Groups groups;
    private final Users users;

    public UserOrgList(Groups groups, Users users) {
        this.groups = groups;
        this.users = users;
    }

    @Override
    public Result run(Caller caller, Params params) {
        User asking = caller.user().orElseThrow();
        User user = params.user().in(users, caller);
        if (!asking.isRoot() && !user.id().equals(asking.id())) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "The groups of others are for users that are root");
        }
        return new Result(groups.pageOf(user.id(), 0, Paging.MOST).items().stream()
                .map(group -> Membership.of(group, roleIn(user, group)))
                .toList());
    }

    private Role roleIn(User user, Group group) {
        return users.role(user.id(), group.id()).orElse(Role.VIEWER);
    }
}
