package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.org.OrgChoice;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.gateway.provisioning.Roster;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code user.org.add} and {@code user.org.update}: what a user is to be in a group, whether it was there before or not. */
public final class UserOrgUpdate implements Command<UserOrgUpdate.Params, Void> {
    private static final Param<List<String>> ROLES = Param.stringOrStrings(
            "roles", "Ids of roles that every group has: of viewer, editor, admin or owner. The highest counts.");
    private static final Param<Boolean> ADMIN = Param.flag("isOrgAdmin", "True for the role admin at least.");

    public static final Signature<Params, Void> ADD = signature(
            "user.org.add",
            "Makes a user a member of a group, the one the session works in without orgId, for admins there.");
    public static final Signature<Params, Void> UPDATE = signature(
            "user.org.update", "Gives a user other roles in a group, as user.org.add does; for admins there.");

    /** Which user, in which group, as what. */
    public record Params(UserChoice user, OrgChoice org, Role role) {
        static Params from(Arguments arguments) {
            UserChoice user = UserChoice.member(arguments);
            OrgChoice org = OrgChoice.ofUser(arguments);
            List<String> ids = arguments.get(ROLES);
            boolean admin = arguments.get(ADMIN);
            Optional<Role> role = ids.stream()
                    .flatMap(id -> Role.ofId(id).stream())
                    .reduce((one, other) -> one.atLeast(other) ? one : other);
            if (arguments.areFine() && !user.isMade()) {
                arguments.reject("userId or emailAddress (string) is required");
            }
            if (arguments.areFine()
                    && !ids.stream()
                            .allMatch(id -> id.isEmpty() || Role.ofId(id).isPresent())) {
                arguments.reject("roles must hold ids of roles that every group has: viewer, editor, admin, owner");
            }
            if (arguments.areFine() && role.isEmpty() && !admin) {
                arguments.reject("roles or isOrgAdmin is required");
            }
            Role least = admin ? Role.ADMIN : Role.VIEWER;
            return new Params(
                    user, org, role.filter(given -> given.atLeast(least)).orElse(least));
        }
    }

    private final Groups groups;
    private final Users users;
    private final Roster roster;

    public UserOrgUpdate(Groups groups, Users users, Roster roster) {
        this.groups = groups;
        this.users = users;
        this.roster = roster;
    }

    private static Signature<Params, Void> signature(String name, String summary) {
        return Signature.writing(name, Params::from, Void.class, summary).openTo(Access.USER);
    }

    @Override
    public Void run(Caller caller, Params params) {
        User by = caller.user().orElseThrow();
        Group group = params.org().in(groups, users, caller);
        return Declined.told(() -> {
            roster.requireAdmin(by, group);
            roster.give(by, group, Map.of(params.user().named(users, by), params.role()));
            return null;
        });
    }
}
