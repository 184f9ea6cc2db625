package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.org.OrgChoice;
import dev.tr50.gateway.provisioning.Roster;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Users;

/** {@code user.org.find}: what a user is in a group. Provisioning scripts go on only where {@code isOrgAdmin} is true. */
public final class UserOrgFind implements Command<UserOrgFind.Params, Membership> {
    public static final Signature<Params, Membership> SIGNATURE = Signature.reading(
                    "user.org.find",
                    Params::from,
                    Membership.class,
                    "Tells what a user, oneself without a name, is in a group that one is a member of.")
            .openTo(Access.USER);

    /** Which user, in which group. */
    public record Params(UserChoice user, OrgChoice org) {
        static Params from(Arguments arguments) {
            return new Params(UserChoice.member(arguments), OrgChoice.ofUser(arguments));
        }
    }

    private final Groups groups;
    private final Users users;
    private final Roster roster;

    public UserOrgFind(Groups groups, Users users, Roster roster) {
        this.groups = groups;
        this.users = users;
        this.roster = roster;
    }

    @Override
    public Membership run(Caller caller, Params params) {
        Group group = params.org().in(groups, users, caller);
        return params.user()
                .find(users, caller.user().orElseThrow())
                .flatMap(user -> roster.roleOf(user, group))
                .map(role -> Membership.of(group, role))
                .orElseThrow(params.user()::notFound);
    }
}
