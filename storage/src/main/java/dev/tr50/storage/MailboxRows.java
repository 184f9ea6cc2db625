package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Messages as rows: what changes with a step from one status to the next. Whoever changes something is alone ({@link H2#changes}),
 * so what was read in the same transaction needs no lock of its own; H2 would parse a statement with {@code FOR UPDATE} each time.
 */
final class MailboxRows {

    static final int NEW = 0;
    static final int DELIVERED = 1;
    static final int FINISHED = 2;

    /** Steps kept of a message that is open; the last is replaced after that. The final one is kept beside them. */
    static final int MOST_STEPS = 100;

    private static final int LONGEST_NOTE = 4096;

    /** What is needed to take a step. */
    record Row(
            long pk, String id, String thingId, MessageStatus status, long ttl, long createdAt, long dueAt, int steps) {
        boolean isOpen() {
            return status.isOpen();
        }

        boolean hasRoomFor(MessageStatus next) {
            return steps < (next.isOpen() ? MOST_STEPS : MOST_STEPS + 1);
        }
    }

    private static final String SELECT =
            "SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps FROM mailbox_messages ";

    private static final String SQL_BY_ID = SELECT + "WHERE id = ?";

    static final String SQL_OPEN = SELECT + "WHERE thing_id = ? AND stage <= 1 ORDER BY pk";

    private static final String SQL_DUE =
            SELECT + "WHERE stage = ? AND due_at <= ? ORDER BY stage, due_at FETCH FIRST ? ROWS ONLY";

    private static final String SQL_INSERT = """
            INSERT INTO mailbox_messages (id, thing_id, sender, command, method, status, stage, ttl, created_at,
                changed_at, due_at, steps, bytes)
            VALUES (?, ?, ?, ?, ?, 'new', 0, ?, ?, ?, ?, 1, ?)
            """;

    private static final String SQL_ADVANCE = """
            UPDATE mailbox_messages SET status = ?, stage = ?, changed_at = ?, due_at = ?, steps = ?, error_code = ?,
                error_message = ?, bytes = bytes + ?
            WHERE pk = ?
            """;

    private static final String SQL_ADD_STEP =
            "INSERT INTO mailbox_history (status, at, note, message_pk, step) VALUES (?, ?, ?, ?, ?)";

    private static final String SQL_REPLACE_STEP =
            "UPDATE mailbox_history SET status = ?, at = ?, note = ? WHERE message_pk = ? AND step = ?";

    private MailboxRows() {}

    static Optional<Row> findToChange(Handle handle, String id) {
        return PlainSql.find(handle, SQL_BY_ID, MailboxRows::read, id);
    }

    static List<Row> open(Handle handle, String thingId) {
        return PlainSql.list(handle, SQL_OPEN, MailboxRows::read, thingId);
    }

    static List<String> openIdsOfThing(Handle handle, String thingId) {
        return handle.createQuery("SELECT id FROM mailbox_messages WHERE thing_id = :thing AND stage <= 1")
                .bind("thing", thingId)
                .mapTo(String.class)
                .list();
    }

    static List<String> openIdsOfGroup(Handle handle, String groupId) {
        return handle.createQuery("""
                        SELECT m.id FROM things t JOIN mailbox_messages m ON m.thing_id = t.id AND m.stage <= 1
                        WHERE t.group_id = :group
                        """)
                .bind("group", groupId)
                .mapTo(String.class)
                .list();
    }

    /** Open messages that have expired, those first that did so first. */
    static List<Row> due(Handle handle, int stage, Instant now, int most) {
        return PlainSql.list(handle, SQL_DUE, MailboxRows::read, stage, now.toEpochMilli(), most);
    }

    static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("pk"),
                row.getString("id"),
                row.getString("thing_id"),
                MessageStatus.of(row.getString("status")),
                row.getLong("ttl"),
                row.getLong("created_at"),
                row.getLong("due_at"),
                row.getInt("steps"));
    }

    static void insert(Handle handle, NewMessage message, Instant now) {
        long at = now.toEpochMilli();
        long pk = PlainSql.insert(
                handle,
                SQL_INSERT,
                "pk",
                message.id(),
                message.thingId(),
                message.sender(),
                message.command(),
                message.method(),
                message.ttl().toMillis(),
                at,
                at,
                now.plus(message.ttl()).toEpochMilli(),
                Utf8.bytes(message.params()).length);
        MailboxContents.addParams(handle, pk, message.params());
        PlainSql.update(handle, SQL_ADD_STEP, MessageStatus.NEW.word(), at, null, pk, 0);
    }

    /** The same step of several messages. Each is due as the function of its row says. */
    static void advance(Handle handle, List<Row> rows, MessageStatus next, Instant now, String note, DueTime dueTime) {
        advance(handle, rows, next, now, note, dueTime, Ending.NONE);
    }

    /** The step that finishes a message with what was answered, which the caller keeps beside it. */
    static void end(Handle handle, Row row, MessageStatus end, Instant now, String note, Ending ending) {
        advance(handle, List.of(row), end, now, note, any -> now.toEpochMilli(), ending);
    }

    private static void advance(
            Handle handle,
            List<Row> rows,
            MessageStatus next,
            Instant now,
            String note,
            DueTime dueTime,
            Ending ending) {
        long at = now.toEpochMilli();
        List<Object[]> changes = new ArrayList<>();
        List<Object[]> added = new ArrayList<>();
        List<Object[]> replaced = new ArrayList<>();
        for (Row row : rows) {
            boolean hasRoom = row.hasRoomFor(next);
            int steps = row.steps() + (hasRoom ? 1 : 0);
            changes.add(new Object[] {
                next.word(),
                next.stage(),
                at,
                dueTime.of(row),
                steps,
                ending.errorCode(),
                ending.errorMessage(),
                ending.bytes(),
                row.pk()
            });
            (hasRoom ? added : replaced).add(new Object[] {next.word(), at, cut(note), row.pk(), steps - 1});
        }
        PlainSql.batch(handle, SQL_ADVANCE, changes);
        PlainSql.batch(handle, SQL_ADD_STEP, added);
        PlainSql.batch(handle, SQL_REPLACE_STEP, replaced);
    }

    /**
     * What an answer leaves in the row of its message.
     *
     * @param errorCode null for success
     * @param errorMessage null for success, and when nothing was said
     * @param bytes of the answer
     */
    record Ending(Integer errorCode, String errorMessage, int bytes) {
        static final Ending NONE = new Ending(null, null, 0);
    }

    /** When a message is due after a step, in milliseconds. */
    interface DueTime {
        long of(Row row);
    }

    /** What is too long for its column, without its end. */
    static String cut(String text) {
        if (text == null || text.length() <= LONGEST_NOTE) {
            return text;
        }
        int end = LONGEST_NOTE - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    static void delete(Handle handle, List<Long> pks) {
        for (String sql : List.of(
                "DELETE FROM mailbox_contents WHERE message_pk = ANY(:pks)",
                "DELETE FROM mailbox_history WHERE message_pk = ANY(:pks)",
                "DELETE FROM mailbox_messages WHERE pk = ANY(:pks)")) {
            handle.createUpdate(sql).bindArray("pks", Long.class, pks.toArray()).execute();
        }
    }
}
