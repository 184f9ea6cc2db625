package dev.tr50.storage;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Memberships as rows. */
final class MembershipRows {

    private MembershipRows() {}

    /** Gives a user a role in place of the one it has. Its sessions begin in its first group. */
    static void put(Handle handle, String groupId, String userId, Role role) {
        int changed = handle.createUpdate(
                        "UPDATE memberships SET role = :role WHERE user_id = :user AND group_id = :group")
                .bind("role", role.name())
                .bind("user", userId)
                .bind("group", groupId)
                .execute();
        if (changed == 0) {
            handle.createUpdate("INSERT INTO memberships (user_id, group_id, role) VALUES (:user, :group, :role)")
                    .bind("user", userId)
                    .bind("group", groupId)
                    .bind("role", role.name())
                    .execute();
            handle.createUpdate(
                            "UPDATE users SET default_group_id = :group WHERE id = :user AND default_group_id IS NULL")
                    .bind("group", groupId)
                    .bind("user", userId)
                    .execute();
        }
    }

    static Optional<Role> role(Handle handle, String groupId, String userId) {
        return PlainSql.find(
                handle,
                "SELECT role FROM memberships WHERE user_id = ? AND group_id = ?",
                row -> Role.valueOf(row.getString("role")),
                userId,
                groupId);
    }

    static void delete(Handle handle, String groupId, String userId) {
        handle.createUpdate("DELETE FROM memberships WHERE user_id = :user AND group_id = :group")
                .bind("user", userId)
                .bind("group", groupId)
                .execute();
    }

    /** By the keys of the groups. */
    static List<String> groupsOf(Handle handle, String userId) {
        return handle.createQuery("""
                        SELECT g.id FROM memberships m JOIN groups g ON g.id = m.group_id
                        WHERE m.user_id = :user ORDER BY g.group_key
                        """).bind("user", userId).mapTo(String.class).list();
    }

    static boolean hasOwner(Handle handle, String groupId) {
        return handle.createQuery("""
                        SELECT 1 FROM memberships WHERE group_id = :group AND role = 'OWNER' FETCH FIRST 1 ROW ONLY
                        """)
                .bind("group", groupId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
