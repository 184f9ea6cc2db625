package dev.tr50.storage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A thing, a group or a user goes, and what belongs to it goes along, in the transaction of the caller. */
final class Cascade {

    private static final String OF_ITS_THINGS = "owner_id IN (SELECT id FROM things WHERE group_id = :owner)";

    /** Each finds its rows by an index: the rows of all other things must not be read for one. */
    static final List<String> THING = List.of(
            "DELETE FROM sessions WHERE principal_id = :owner",
            "INSERT INTO deleted_series (series_id) SELECT id FROM time_series WHERE owner_id = :owner",
            "DELETE FROM time_series WHERE owner_id = :owner",
            "DELETE FROM connected_things WHERE gateway_id = (SELECT MAX(gateway_id) FROM connected_things) AND thing_id = :owner",
            "DELETE FROM mailbox_contents WHERE message_pk IN (SELECT pk FROM mailbox_messages WHERE thing_id = :owner)",
            "DELETE FROM mailbox_history WHERE message_pk IN (SELECT pk FROM mailbox_messages WHERE thing_id = :owner)",
            "DELETE FROM mailbox_messages WHERE thing_id = :owner",
            "DELETE FROM thing_hardware WHERE thing_id = :owner");

    private static final List<String> GROUP = List.of(
            "DELETE FROM sessions WHERE group_id = :owner",
            "DELETE FROM apps WHERE group_id = :owner",
            "DELETE FROM app_roles WHERE group_id = :owner",
            "INSERT INTO deleted_series (series_id) SELECT id FROM time_series WHERE owner_id = :owner",
            "INSERT INTO deleted_series (series_id) SELECT id FROM time_series WHERE " + OF_ITS_THINGS,
            "DELETE FROM time_series WHERE owner_id = :owner",
            "DELETE FROM time_series WHERE " + OF_ITS_THINGS,
            "DELETE FROM connected_things WHERE thing_id IN (SELECT id FROM things WHERE group_id = :owner)",
            "DELETE FROM mailbox_contents WHERE message_pk IN ("
                    + "SELECT pk FROM mailbox_messages WHERE thing_id IN (SELECT id FROM things WHERE group_id = :owner))",
            "DELETE FROM mailbox_history WHERE message_pk IN ("
                    + "SELECT pk FROM mailbox_messages WHERE thing_id IN (SELECT id FROM things WHERE group_id = :owner))",
            "DELETE FROM mailbox_messages WHERE thing_id IN (SELECT id FROM things WHERE group_id = :owner)",
            "DELETE FROM thing_hardware WHERE thing_id IN (SELECT id FROM things WHERE group_id = :owner)",
            "DELETE FROM thing_tags WHERE group_id = :owner",
            "DELETE FROM things WHERE group_id = :owner",
            "DELETE FROM thing_counts WHERE group_id = :owner",
            "DELETE FROM property_definitions WHERE definition_id IN (SELECT id FROM thing_definitions WHERE group_id = :owner)",
            "DELETE FROM attribute_definitions WHERE definition_id IN (SELECT id FROM thing_definitions WHERE group_id = :owner)",
            "DELETE FROM alarm_definitions WHERE definition_id IN (SELECT id FROM thing_definitions WHERE group_id = :owner)",
            "DELETE FROM method_definitions WHERE definition_id IN (SELECT id FROM thing_definitions WHERE group_id = :owner)",
            "DELETE FROM thing_definitions WHERE group_id = :owner",
            "DELETE FROM memberships WHERE group_id = :owner",
            "UPDATE users SET default_group_id = NULL WHERE default_group_id = :owner",
            "DELETE FROM groups WHERE id = :owner",
            "DELETE FROM scopes WHERE group_id = :owner");

    private static final List<String> USER = List.of(
            "DELETE FROM sessions WHERE principal_id = :owner",
            "DELETE FROM tokens WHERE user_id = :owner",
            "DELETE FROM memberships WHERE user_id = :owner",
            "DELETE FROM users WHERE id = :owner");

    private Cascade() {}

    /** @param released takes the blobs that have lost a row, to be handed on when the transaction has been committed */
    static void thing(Handle handle, Thing thing, Collection<String> released) {
        ScopeDeletion.empty(handle, thing.scope(), released);
        execute(handle, THING, thing.id());
        ThingRows.delete(handle, thing);
        PlainSql.update(handle, "DELETE FROM scopes WHERE id = ?", thing.scope().id());
    }

    /** @param released takes the blobs that have lost a row, to be handed on when the transaction has been committed */
    static void group(Handle handle, String id, Collection<String> released) {
        ScopeDeletion.emptyAllOf(handle, id, released);
        execute(handle, GROUP, id);
    }

    /** @throws LastOneException when the user is the last that is root, or the last owner of a group */
    static void user(Handle handle, String id) {
        execute(handle, USER, id);
        if (isEmpty(handle, "SELECT 1 FROM users WHERE is_root = TRUE FETCH FIRST 1 ROW ONLY")) {
            throw new LastOneException("No user would be root");
        }
    }

    /** A group that the user alone owns, if there is one. */
    static Optional<String> groupOwnedAlone(Handle handle, String userId) {
        return handle.createQuery("""
                        SELECT m.group_id FROM memberships m
                        WHERE m.user_id = :user AND m.role = 'OWNER' AND NOT EXISTS (
                            SELECT 1 FROM memberships other
                            WHERE other.group_id = m.group_id AND other.role = 'OWNER' AND other.user_id <> m.user_id)
                        FETCH FIRST 1 ROW ONLY
                        """).bind("user", userId).mapTo(String.class).findOne();
    }

    private static boolean isEmpty(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Integer.class).findOne().isEmpty();
    }

    private static void execute(Handle handle, List<String> statements, String owner) {
        for (String statement : statements) {
            handle.createUpdate(statement).bind("owner", owner).execute();
        }
    }
}
