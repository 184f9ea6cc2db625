package dev.tr50.gateway.provisioning;

import dev.tr50.storage.Group;
import dev.tr50.storage.LastOneException;
import dev.tr50.storage.Memberships.Guard;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is in which group as what. Admins give roles up to their own, and touch nobody who has more than they have; everybody may leave,
 * but the last owner. What everybody is then is looked at in the transaction that changes it.
 */
public final class Roster {
    private static final String NO_OWNER = "the group would have no owner";

    private final Storage storage;
    private final TurningOut turningOut;

    public Roster(Storage storage, TurningOut turningOut) {
        this.storage = storage;
        this.turningOut = turningOut;
    }

    /** What a user is in a group: root is its owner where it is no member; empty for who has nothing to do there. */
    public Optional<Role> roleOf(User user, Group group) {
        return orRoot(user, storage.users().role(user.id(), group.id()));
    }

    private static Optional<Role> orRoot(User user, Optional<Role> role) {
        return role.isPresent() || !user.isRoot() ? role : Optional.of(Role.OWNER);
    }

    /** @throws Declined when a user is no admin of a group */
    public void requireAdmin(User by, Group group) {
        admin(by, user -> storage.users().role(user, group.id()));
    }

    /**
     * Gives users roles in a group, in place of those they have there; all or none. Whose role is lowered is turned out; a higher one
     * holds at once.
     *
     * @throws Declined when the giver may not, somebody or the group is gone, or the group would have no owner
     */
    public void give(User by, Group group, Map<User, Role> roles) {
        Map<String, Role> byId = new LinkedHashMap<>();
        roles.forEach((user, role) -> byId.put(user.id(), role));
        List<User> lowered = new ArrayList<>();
        Guard guard = roleOf -> {
            Role most = admin(by, roleOf);
            roles.forEach((user, role) -> {
                Optional<Role> old = roleOf.apply(user.id());
                requireReach(most, role);
                old.ifPresent(held -> requireReach(most, held));
                if (old.isPresent() && !role.atLeast(old.get())) {
                    lowered.add(user);
                }
            });
        };
        try {
            if (!storage.memberships().put(group.id(), byId, guard)) {
                throw Declined.notFound("The group or one of the users is gone");
            }
        } catch (LastOneException e) {
            throw Declined.lastOne(NO_OWNER);
        }
        turningOut.rightsChanged(group.id());
        lowered.forEach(user -> turningOut.user(group.id(), user));
    }

    /**
     * Takes a member out of a group, and turns it out.
     *
     * @throws Declined when somebody may not, the user is no member, or it is the last owner
     */
    public void remove(User by, Group group, User user) {
        Guard guard = roleOf -> {
            Role most = by.id().equals(user.id()) ? Role.OWNER : admin(by, roleOf);
            requireReach(
                    most,
                    roleOf.apply(user.id())
                            .orElseThrow(() -> Declined.notFound("User " + user.email() + " is no member")));
        };
        try {
            storage.memberships().remove(group.id(), user.id(), guard);
        } catch (LastOneException e) {
            throw Declined.lastOne(NO_OWNER);
        }
        turningOut.user(group.id(), user);
    }

    private static Role admin(User by, Function<String, Optional<Role>> roleOf) {
        return orRoot(by, roleOf.apply(by.id()))
                .filter(role -> role.atLeast(Role.ADMIN))
                .orElseThrow(() -> Declined.notAllowed("To change who is in a group needs the role admin there"));
    }

    private static void requireReach(Role most, Role role) {
        if (!most.atLeast(role)) {
            throw Declined.notAllowed("An " + most.key() + " neither gives nor takes the role " + role.key());
        }
    }
}
