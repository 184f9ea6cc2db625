package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.storage.Group;
import dev.tr50.storage.LastOneException;
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

/**
 * {@code /groups/<id>/memberships}: who may do what in a group. Admins give roles up to their own, and touch nobody who has
 * more than they have; everybody may leave, but the last owner.
 */
final class MembershipRoutes {
    private final Storage storage;
    private final HttpIdentity identity;
    private final TurningOut turningOut;

    MembershipRoutes(Storage storage, HttpIdentity identity, TurningOut turningOut) {
        this.storage = storage;
        this.identity = identity;
        this.turningOut = turningOut;
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
            if (List.of(Role.values()).stream().noneMatch(known -> text(known).equals(role))) {
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
            return new Shown(member.userId(), member.email(), text(member.role()));
        }
    }

    /** A part of the members of a group, by address; or those that were given a role. */
    record Members(long total, List<Shown> groupMemberships) {}

    private static String text(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Reply put(Call call, Wanted wanted) {
        Group group = identity.group(call.user(), call.id(), Role.ADMIN);
        Role most = roleOf(call.user(), group);
        Map<User, Role> roles = new LinkedHashMap<>();
        for (Given given : wanted.groupMemberships()) {
            User user = user(given);
            if (!most.atLeast(given.asRole()) || !mayTouch(most, user, group)) {
                throw HttpRefused.forbidden();
            }
            if (roles.put(user, given.asRole()) != null) {
                throw HttpRefused.malformed("two roles for " + user.email());
            }
        }
        return Reply.ok(put(group, roles));
    }

    private Members put(Group group, Map<User, Role> roles) {
        Map<String, Role> byId = new LinkedHashMap<>();
        List<User> lowered = new ArrayList<>();
        roles.forEach((user, role) -> {
            byId.put(user.id(), role);
            if (!storage.users().role(user.id(), group.id()).map(role::atLeast).orElse(true)) {
                lowered.add(user);
            }
        });
        try {
            if (!storage.memberships().put(group.id(), byId)) {
                throw HttpRefused.notFound();
            }
        } catch (LastOneException e) {
            throw lastOwner();
        }
        lowered.forEach(user -> turningOut.user(group.id(), user));
        List<Shown> shown = new ArrayList<>();
        roles.forEach((user, role) -> shown.add(new Shown(user.id(), user.email(), text(role))));
        return new Members(shown.size(), shown);
    }

    private User user(Given given) {
        return (given.memberId() == null
                        ? storage.users().findByEmail(given.email())
                        : storage.users().findById(given.memberId()))
                .orElseThrow(() -> HttpRefused.with(404, "entity not found: no such user"));
    }

    /** What root has where it is no member is all there is. */
    private Role roleOf(User user, Group group) {
        return storage.users().role(user.id(), group.id()).orElse(user.isRoot() ? Role.OWNER : Role.VIEWER);
    }

    private boolean mayTouch(Role most, User user, Group group) {
        return storage.users().role(user.id(), group.id()).map(most::atLeast).orElse(true);
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
                .map(role -> Reply.ok(new Shown(user.id(), user.email(), text(role))))
                .orElseThrow(HttpRefused::notFound);
    }

    private Reply delete(Call call) {
        boolean leaves = call.user().id().equals(call.path().get("member"));
        Group group = identity.group(call.user(), call.id(), leaves ? Role.VIEWER : Role.ADMIN);
        User user = member(call);
        Role role = storage.users().role(user.id(), group.id()).orElseThrow(HttpRefused::notFound);
        if (!leaves && !roleOf(call.user(), group).atLeast(role)) {
            throw HttpRefused.forbidden();
        }
        try {
            storage.memberships().remove(group.id(), user.id());
        } catch (LastOneException e) {
            throw lastOwner();
        }
        turningOut.user(group.id(), user);
        return Reply.noContent();
    }

    private User member(Call call) {
        return storage.users().findById(call.path().get("member")).orElseThrow(HttpRefused::notFound);
    }

    private static HttpRefused lastOwner() {
        return HttpRefused.with(409, "failed to update entity: the group would have no owner");
    }
}
