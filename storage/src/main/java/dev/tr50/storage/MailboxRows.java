package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

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

    private MailboxRows() {}

    static Optional<Row> findToChange(Handle handle, String id) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(MailboxRows::read)
                .findOne();
    }

    static List<Row> open(Handle handle, String thingId) {
        return handle.createQuery(SELECT + "WHERE thing_id = :thing AND stage < 2 ORDER BY pk")
                .bind("thing", thingId)
                .map(MailboxRows::read)
                .list();
    }

    static List<String> openIdsOfThing(Handle handle, String thingId) {
        return handle.createQuery("SELECT id FROM mailbox_messages WHERE thing_id = :thing AND stage < 2")
                .bind("thing", thingId)
                .mapTo(String.class)
                .list();
    }

    static List<String> openIdsOfGroup(Handle handle, String groupId) {
        return handle.createQuery("""
                        SELECT m.id FROM things t JOIN mailbox_messages m ON m.thing_id = t.id AND m.stage < 2
                        WHERE t.group_id = :group
                        """)
                .bind("group", groupId)
                .mapTo(String.class)
                .list();
    }

    /** Open messages that have expired, those first that did so first. */
    static List<Row> due(Handle handle, int stage, Instant now, int most) {
        return handle.createQuery(SELECT + """
                        WHERE stage = :stage AND due_at <= :now ORDER BY stage, due_at FETCH FIRST :most ROWS ONLY
                        """)
                .bind("stage", stage)
                .bind("now", now.toEpochMilli())
                .bind("most", most)
                .map(MailboxRows::read)
                .list();
    }

    static Row read(ResultSet row, StatementContext context) throws SQLException {
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
        long pk = handle.createUpdate("""
                        INSERT INTO mailbox_messages (id, thing_id, sender, command, method, status, stage, ttl,
                            created_at, changed_at, due_at, steps, bytes)
                        VALUES (:id, :thing, :sender, :command, :method, 'new', 0, :ttl, :now, :now, :due, 1, :bytes)
                        """)
                .bind("id", message.id())
                .bind("thing", message.thingId())
                .bind("sender", message.sender())
                .bind("command", message.command())
                .bind("method", message.method())
                .bind("ttl", message.ttl().toMillis())
                .bind("now", now.toEpochMilli())
                .bind("due", now.plus(message.ttl()).toEpochMilli())
                .bind("bytes", Utf8.bytes(message.params()).length)
                .executeAndReturnGeneratedKeys("pk")
                .mapTo(Long.class)
                .one();
        MailboxContents.addParams(handle, pk, message.params());
        addStep(handle, pk, 0, MessageStatus.NEW, now, null);
    }

    /** The same step of several messages. Each is due as the function of its row says. */
    static void advance(Handle handle, List<Row> rows, MessageStatus next, Instant now, String note, DueTime dueTime) {
        PreparedBatch changes = handle.prepareBatch("""
                UPDATE mailbox_messages SET status = :status, stage = :stage, changed_at = :now, due_at = :due,
                    steps = :steps
                WHERE pk = :pk
                """);
        PreparedBatch added = handle.prepareBatch("""
                INSERT INTO mailbox_history (message_pk, step, status, at, note) VALUES (:pk, :step, :status, :now, :note)
                """);
        PreparedBatch replaced = handle.prepareBatch("""
                UPDATE mailbox_history SET status = :status, at = :now, note = :note
                WHERE message_pk = :pk AND step = :step
                """);
        for (Row row : rows) {
            boolean hasRoom = row.hasRoomFor(next);
            changes.bind("status", next.word())
                    .bind("stage", next.stage())
                    .bind("now", now.toEpochMilli())
                    .bind("due", dueTime.of(row))
                    .bind("steps", row.steps() + (hasRoom ? 1 : 0))
                    .bind("pk", row.pk())
                    .add();
            (hasRoom ? added : replaced)
                    .bind("pk", row.pk())
                    .bind("step", hasRoom ? row.steps() : row.steps() - 1)
                    .bind("status", next.word())
                    .bind("now", now.toEpochMilli())
                    .bind("note", cut(note))
                    .add();
        }
        List.of(changes, added, replaced).forEach(MailboxRows::execute);
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** When a message is due after a step, in milliseconds. */
    interface DueTime {
        long of(Row row);
    }

    private static void addStep(Handle handle, long pk, int step, MessageStatus status, Instant now, String note) {
        handle.createUpdate("""
                        INSERT INTO mailbox_history (message_pk, step, status, at, note)
                        VALUES (:pk, :step, :status, :now, :note)
                        """)
                .bind("pk", pk)
                .bind("step", step)
                .bind("status", status.word())
                .bind("now", now.toEpochMilli())
                .bind("note", cut(note))
                .execute();
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
