package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.Accounts;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;

/** {@code user.delete}: a user goes with its memberships, tokens and sessions. It must be named: nobody deletes itself by mistake. */
public final class UserDelete implements Command<UserDelete.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "user.delete",
                    Params::from,
                    Void.class,
                    "Deletes a user, named by id or e-mail address, for users that are root.")
            .openTo(Access.USER);

    /** Which user. */
    public record Params(UserChoice user) {
        static Params from(Arguments arguments) {
            UserChoice user = UserChoice.from(arguments);
            if (arguments.areFine() && !user.isMade()) {
                arguments.reject("id or emailAddress (string) is required");
            }
            return new Params(user);
        }
    }

    private final Users users;
    private final Accounts accounts;

    public UserDelete(Users users, Accounts accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    @Override
    public Void run(Caller caller, Params params) {
        User by = caller.user().orElseThrow();
        return Declined.told(() -> {
            accounts.requireRoot(by);
            accounts.delete(by, params.user().in(users, caller));
            return null;
        });
    }
}
