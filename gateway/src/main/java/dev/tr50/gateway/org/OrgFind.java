package dev.tr50.gateway.org;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Users;

/** {@code org.find}: one group; without a name, the one that the session works in. */
public final class OrgFind implements Command<OrgFind.Params, OrgShown> {
    private static final Param<String> DOMAIN =
            Param.string("domain", "Counts before the others, and is never found: groups claim no domains.");

    public static final Signature<Params, OrgShown> SIGNATURE = Signature.reading(
            "org.find",
            Params::from,
            OrgShown.class,
            "Finds a group by its id or key, as far as one is a member or root; without either, the one that the session works"
                    + " in.");

    /** Which group. */
    public record Params(OrgChoice org, String domain) {
        static Params from(Arguments arguments) {
            return new Params(OrgChoice.from(arguments), arguments.get(DOMAIN));
        }
    }

    private final Groups groups;
    private final Users users;

    public OrgFind(Groups groups, Users users) {
        this.groups = groups;
        this.users = users;
    }

    @Override
    public OrgShown run(Caller caller, Params params) {
        if (params.domain() != null) {
            throw new CommandException(
                    ErrorCode.NOT_FOUND, "No organisation has claimed the domain " + params.domain());
        }
        return OrgShown.of(params.org().in(groups, users, caller));
    }
}
