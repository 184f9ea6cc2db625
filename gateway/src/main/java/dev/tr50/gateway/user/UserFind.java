package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;

/**
 * {@code user.find}: one user, oneself without a name. Provisioning scripts look up whether they are admins in {@code defaultOrgId}, and
 * do so after they have switched to the group that they are about to change: so it is that group then.
 */
public final class UserFind implements Command<UserFind.Params, UserShown> {
    public static final Signature<Params, UserShown> SIGNATURE = Signature.reading(
                    "user.find",
                    Params::from,
                    UserShown.class,
                    "Finds a user of the group, or any for a user that is root; without a name, oneself.")
            .openTo(Access.USER);

    /** Which user. */
    public record Params(UserChoice user) {
        static Params from(Arguments arguments) {
            return new Params(UserChoice.from(arguments));
        }
    }

    private final Users users;

    public UserFind(Users users) {
        this.users = users;
    }

    @Override
    public UserShown run(Caller caller, Params params) {
        User user = params.user().in(users, caller);
        boolean own = user.id().equals(caller.user().orElseThrow().id());
        return UserShown.of(user, own ? caller.group().id() : user.defaultGroupId());
    }
}
