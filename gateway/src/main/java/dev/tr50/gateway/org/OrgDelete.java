package dev.tr50.gateway.org;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.gateway.provisioning.Organisations;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;

/** {@code org.delete}: a group goes with everything in it. It must be named: nobody deletes what a session happens to be in. */
public final class OrgDelete implements Command<OrgDelete.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "org.delete",
                    Params::from,
                    Void.class,
                    "Deletes a group, named by its id or key, with everything in it and for good; for its owners, and for users"
                            + " that are root.")
            .openTo(Access.USER);

    /** Which group. */
    public record Params(OrgChoice org) {
        static Params from(Arguments arguments) {
            OrgChoice org = OrgChoice.from(arguments);
            if (arguments.areFine() && !org.isMade()) {
                arguments.reject("id or key (string) is required");
            }
            return new Params(org);
        }
    }

    private final Groups groups;
    private final Users users;
    private final Organisations organisations;

    public OrgDelete(Groups groups, Users users, Organisations organisations) {
        this.groups = groups;
        this.users = users;
        this.organisations = organisations;
    }

    @Override
    public Void run(Caller caller, Params params) {
        User user = caller.user().orElseThrow();
        Group group = params.org().in(groups, users, caller);
        return Declined.told(() -> {
            organisations.delete(user, group);
            return null;
        });
    }
}
