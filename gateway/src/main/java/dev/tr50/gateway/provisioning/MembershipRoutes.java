package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.storage.Group;
import dev.tr50.storage.Member;
import dev.tr50.storage.Page;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /groups/<id>/memberships}: who may do what in a group. */
final class MembershipRoutes {
    private final Storage storage;
    private final HttpIdentity identity;
    private final Roster roster;

    MembershipRoutes(Storage storage, HttpIdentity identity, Roster roster) {
        this.storage = storage;
        this.identity = identity;
        this.roster = roster;
    }

    void mount(Router router, Desk desk) {
        router.route("/groups/:id/memberships")
                .handler(new Resource().get(desk.users(this::list)).put(desk.users(Wanted.class, this::put)));
        router.route("/groups/:id/memberships/:member")
                .handler(new Resource().get(desk.users(this::show)).delete(desk.users(this::delete)));
    }

    /** Roles to be given; those of other members stay. */
    record Wanted(List<Given> groupMemberships) {
        private static final int MOST = 200;

        Wanted {
            Rules.given("group_memberships", groupMemberships);
            if (groupMemberships.isEmpty() || groupMemberships.size() > MOST || groupMemberships.contains(null)) {
                throw HttpRefused.malformed("group_memberships must hold 1 to " + MOST + " objects");
            }
            groupMemberships = List.copyOf(groupMemberships);
        }
    }

    /** A role for a user, who is named by id or by e-mail address. */
    record Given(String memberId, String email, String role) {
        Given {
            if ((memberId == null) == (email == null)) {
                throw HttpRefused.malformed("a membership names its user by member_id or by email");
            }
            if (List.of(Role.values()).stream().noneMatch(known -> known.key().equals(role))) {
                throw HttpRefused.malformed("role must be viewer, editor, admin or owner");
            }
        }

        Role asRole() {
            return Role.valueOf(role.toUpperCase(Locale.ROOT));
        }
    }

    /** A member. */
    record Shown(String memberId, String email, String role) {
        static Shown of(Member member) {
            return new Shown(member.userId(), member.email(), member.role().key());
        }
    }

    /** A part of the members of a group, by address; or those that were given a role. */
    record Members(long total, List<Shown> groupMemberships) {}

    private Reply put(Call call, Wanted wanted) {
        Group group = identity.group(call.user(), call.id(), Role.ADMIN);
        Map<User, Role> roles = new LinkedHashMap<>();
        for (Given given : wanted.groupMemberships()) {
            User user = user(given);
            if (roles.put(user, given.asRole()) != null) {
                throw HttpRefused.malformed("two roles for " + user.email());
            }
        }
        roster.give(call.user(), group, roles);
        List<Shown> shown = new ArrayList<>();
        roles.forEach((user, role) -> shown.add(new Shown(user.id(), user.email(), role.key())));
        return Reply.ok(new Members(shown.size(), shown));
    }

    private User user(Given given) {
        return (given.memberId() == null
                        ? storage.users().findByEmail(given.email())
                        : storage.users().findById(given.memberId()))
                .orElseThrow(() -> HttpRefused.with(404, "entity not found: no such user"));
    }

    private Reply list(Call call) {
        Group group = identity.group(call.user(), call.id(), Role.VIEWER);
        Call.Page part = call.page();
        Page<Member> page = storage.memberships().page(group.id(), part.offset(), part.limit());
        return Reply.ok(
                new Members(page.total(), page.items().stream().map(Shown::of).toList()));
    }

    private Reply show(Call call) {
        Group group = identity.group(call.user(), call.id(), Role.VIEWER);
        User user = member(call);
        return storage.users()
                .role(user.id(), group.id())
                .map(role -> Reply.ok(new Shown(user.id(), user.email(), role.key())))
                .orElseThrow(HttpRefused::notFound);
    }

    private Reply delete(Call call) {
        boolean leaves = call.user().id().equals(call.path().get("member"));
        Group group = identity.group(call.user(), call.id(), leaves ? Role.VIEWER : Role.ADMIN);
        roster.remove(call.user(), group, member(call));
        return Reply.noContent();
    }

    private User member(Call call) {
        return storage.users().findById(call.path().get("member")).orElseThrow(HttpRefused::notFound);
    }
}
