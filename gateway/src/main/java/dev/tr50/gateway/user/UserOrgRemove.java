package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.org.OrgChoice;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.gateway.provisioning.Roster;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;

/** {@code user.org.remove}: a user leaves a group. */
public final class UserOrgRemove implements Command<UserOrgRemove.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "user.org.remove",
                    Params::from,
                    Void.class,
                    "Takes a user out of a group, the one the session works in without orgId: for admins there, and for the user.")
            .openTo(Access.USER);

    /** Which user, out of which group. */
    public record Params(UserChoice user, OrgChoice org) {
        static Params from(Arguments arguments) {
            UserChoice user = UserChoice.member(arguments);
            if (arguments.areFine() && !user.isMade()) {
                arguments.reject("userId or emailAddress (string) is required");
            }
            return new Params(user, OrgChoice.ofUser(arguments));
        }
    }

    private final Groups groups;
    private final Users users;
    private final Roster roster;

    public UserOrgRemove(Groups groups, Users users, Roster roster) {
        this.groups = groups;
        this.users = users;
        this.roster = roster;
    }

    @Override
    public Void run(Caller caller, Params params) {
        User by = caller.user().orElseThrow();
        Group group = params.org().in(groups, users, caller);
        boolean leaves = params.user()
                .find(users, by)
                .filter(user -> user.id().equals(by.id()))
                .isPresent();
        return Declined.told(() -> {
            if (!leaves) {
                roster.requireAdmin(by, group);
            }
            roster.remove(by, group, params.user().named(users, by));
            return null;
        });
    }
}
