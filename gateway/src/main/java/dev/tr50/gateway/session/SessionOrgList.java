package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.List;
import java.util.Optional;

/** {@code session.org.list}: the groups that a session can work in. */
public final class SessionOrgList implements Command<SessionOrgList.Params, SessionOrgList.Result> {
    private static final int MOST = 2000;

    private static final Param<Boolean> ROLES = Param.flag("includeRoles", "Whether to tell the roles there.");
    private static final Param<Boolean> RECENT =
            Param.flag("includeRecentOrgs", "Whether to tell recentOrgs: the one that the session works in.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "session.org.list",
            Params::from,
            Result.class,
            "Lists the groups that the session can work in, by key: a user's groups, all groups for a user that is root, and for"
                    + " a thing its own. At most " + MOST + ".");

    /** What to tell. */
    public record Params(boolean includeRoles, boolean includeRecentOrgs) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(ROLES), arguments.get(RECENT));
        }
    }

    /** The groups. */
    public record Result(
            @Describe("The groups.") List<Org> result,

            @Describe("The one that the session works in, when it was asked for.")
            Optional<List<Org>> recentOrgs) {}

    /** A group. */
    public record Org(
            @Describe("Its id.") String orgId,
            @Describe("Its key.") String orgKey,
            @Describe("Its name.") String orgName,

            @Describe("Always empty: groups do not hold groups.")
            List<String> subOrgs,

            @Describe("Ids of the roles there, when they were asked for.")
            Optional<List<String>> roles) {}

    private final Groups groups;
    private final Users users;

    public SessionOrgList(Groups groups, Users users) {
        this.groups = groups;
        this.users = users;
    }

    @Override
    public Result run(Caller caller, Params params) {
        List<Org> orgs = of(caller).stream()
                .map(group ->
                        shown(group, params.includeRoles() ? Optional.of(roles(caller, group)) : Optional.empty()))
                .toList();
        return new Result(
                orgs,
                params.includeRecentOrgs()
                        ? Optional.of(List.of(shown(caller.group(), Optional.empty())))
                        : Optional.empty());
    }

    private List<Group> of(Caller caller) {
        return caller.user()
                .map(user -> user.isRoot() ? groups.page(0, MOST) : groups.pageOf(user.id(), 0, MOST))
                .map(page -> page.items())
                .orElseGet(() -> List.of(caller.group()));
    }

    private List<String> roles(Caller caller, Group group) {
        return List.of(caller.user()
                .map(user -> roleIn(user, group))
                .orElseGet(caller::role)
                .id());
    }

    private Role roleIn(User user, Group group) {
        return users.role(user.id(), group.id()).orElse(Role.OWNER);
    }

    private static Org shown(Group group, Optional<List<String>> roles) {
        return new Org(group.id(), group.key(), group.name(), List.of(), roles);
    }
}
