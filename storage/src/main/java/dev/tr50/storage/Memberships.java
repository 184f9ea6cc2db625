package dev.tr50.storage;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Which users are in which groups, as what. A group that has an owner keeps one. */
public final class Memberships {

    /** Looks at what members are, in the moment before that is changed, when nobody else can change it. */
    @FunctionalInterface
    public interface Guard {
        /**
         * Throws what stops the change; then nothing is changed.
         *
         * @param roleOf the role in the group of a user with an id; empty for who is no member
         */
        void check(Function<String, Optional<Role>> roleOf);
    }

    private final Database database;

    Memberships(Database database) {
        this.database = database;
    }

    /**
     * Gives users roles in a group, in place of those they have there; all or none.
     *
     * @param roles by id of the user
     * @param guard may stop the change
     * @return whether the group and all of the users were there
     * @throws LastOneException when the group would lose its last owner
     */
    public boolean put(String groupId, Map<String, Role> roles, Guard guard) {
        return database.write(handle -> {
            boolean known =
                    Groups.lock(handle, groupId) && roles.keySet().stream().allMatch(user -> Users.lock(handle, user));
            if (known) {
                guard.check(user -> MembershipRows.role(handle, groupId, user));
                keepingAnOwner(
                        handle,
                        groupId,
                        () -> roles.forEach((user, role) -> MembershipRows.put(handle, groupId, user, role)));
            }
            return known;
        });
    }

    /**
     * Takes a user out of a group and ends its sessions there.
     *
     * @param guard may stop the change
     * @throws LastOneException when it is the group's last owner
     */
    public void remove(String groupId, String userId, Guard guard) {
        database.write(handle -> {
            Groups.lock(handle, groupId);
            guard.check(user -> MembershipRows.role(handle, groupId, user));
            keepingAnOwner(handle, groupId, () -> {
                MembershipRows.delete(handle, groupId, userId);
                SessionRows.deleteOf(handle, userId, groupId);
            });
            return null;
        });
    }

    private static void keepingAnOwner(Handle handle, String groupId, Runnable change) {
        boolean owned = MembershipRows.hasOwner(handle, groupId);
        change.run();
        if (owned && !MembershipRows.hasOwner(handle, groupId)) {
            throw new LastOneException("Group " + groupId + " would have no owner");
        }
    }

    /** The role of a user in a group; empty when it is no member. */
    public Optional<Role> role(String groupId, String userId) {
        return database.read(handle -> MembershipRows.role(handle, groupId, userId));
    }

    /** The members of a group, by e-mail address. */
    public Page<Member> page(String groupId, long offset, int limit) {
        return page(groupId, offset, limit, false);
    }

    /** The members of a group, by e-mail address, the first or the last of them first. */
    public Page<Member> page(String groupId, long offset, int limit, boolean descending) {
        return database.read(handle -> new Page<>(
                handle.createQuery("SELECT COUNT(*) FROM memberships WHERE group_id = :group")
                        .bind("group", groupId)
                        .mapTo(Long.class)
                        .one(),
                handle.createQuery(
                                """
                                SELECT u.id, u.email, m.role FROM memberships m JOIN users u ON u.id = m.user_id
                                WHERE m.group_id = :group ORDER BY u.email
                                """ + (descending ? "DESC " : "") + "OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                        .bind("group", groupId)
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .map((row, context) -> new Member(
                                row.getString("id"), row.getString("email"), Role.valueOf(row.getString("role"))))
                        .list()));
    }
}
