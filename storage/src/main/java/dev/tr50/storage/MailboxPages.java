package dev.tr50.storage;

import dev.tr50.storage.MailboxMessage.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What can be asked of messages. */
final class MailboxPages {

    private static final String SELECT = """
            SELECT pk, id, thing_id, sender, command, status, created_at, changed_at, due_at, bytes, error_code,
                error_message
            FROM mailbox_messages
            """;

    static final String SQL_OF_THING = SELECT
            + "WHERE thing_id = :thing ORDER BY thing_id DESC, pk DESC OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY";

    static final String SQL_WAITING_OF_ONE = """
            SELECT thing_id FROM mailbox_messages WHERE thing_id = ? AND stage = 0 AND due_at + 0 > ?
            FETCH FIRST 1 ROW ONLY
            """;

    /** The sum keeps H2 from the index by due_at, which has the messages of all things. */
    static final String SQL_WAITING_OF_SEVERAL = """
            SELECT wanted.thing FROM UNNEST(CAST(? AS VARCHAR(24) ARRAY)) AS wanted(thing)
            WHERE EXISTS (SELECT 1 FROM mailbox_messages
                WHERE thing_id = wanted.thing AND stage = 0 AND due_at + 0 > ?)
            """;

    static final String SQL_NEXT_EXPIRY = """
            SELECT due_at FROM mailbox_messages WHERE stage = :stage ORDER BY stage, due_at FETCH FIRST 1 ROW ONLY
            """;

    static final String SQL_FINISHED_BEFORE = """
            SELECT pk FROM mailbox_messages WHERE stage = 2 AND due_at < :before
            ORDER BY stage, due_at FETCH FIRST :most ROWS ONLY
            """;

    static final String SQL_FINISHED_BEYOND = """
            SELECT pk FROM mailbox_messages WHERE thing_id = :thing AND stage = 2
            ORDER BY thing_id DESC, stage DESC, pk DESC OFFSET :kept ROWS FETCH NEXT :most ROWS ONLY
            """;

    /** A message without what stands beside its row. */
    private record Head(
            long pk,
            String id,
            String thingId,
            String from,
            String command,
            MessageStatus status,
            Instant createdOn,
            Instant updatedOn,
            Instant dueAt,
            int bytes,
            Integer errorCode,
            String errorMessage) {}

    private MailboxPages() {}

    static Optional<MailboxMessage> find(Handle handle, String id) {
        List<Head> heads = handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(MailboxPages::read)
                .list();
        return complete(handle, heads).stream().findFirst();
    }

    static Page<MailboxMessage> list(Handle handle, String thingId, long offset, int limit, long mostBytes) {
        long count = handle.createQuery("SELECT COUNT(*) FROM mailbox_messages WHERE thing_id = :thing")
                .bind("thing", thingId)
                .mapTo(Long.class)
                .one();
        List<Head> heads = handle.createQuery(SQL_OF_THING)
                .bind("thing", thingId)
                .bind("offset", offset)
                .bind("limit", limit)
                .map(MailboxPages::read)
                .list();
        return new Page<>(count, complete(handle, fitting(heads, mostBytes)));
    }

    private static List<Head> fitting(List<Head> heads, long mostBytes) {
        long bytes = 0;
        for (int i = 0; i < heads.size(); i++) {
            bytes += heads.get(i).bytes();
            if (i > 0 && bytes > mostBytes) {
                return heads.subList(0, i);
            }
        }
        return heads;
    }

    private static List<MailboxMessage> complete(Handle handle, List<Head> heads) {
        if (heads.isEmpty()) {
            return List.of();
        }
        List<Long> pks = heads.stream().map(Head::pk).toList();
        MailboxContents contents = MailboxContents.of(handle, pks);
        Map<Long, List<Step>> histories = histories(handle, pks);
        return heads.stream()
                .map(head -> new MailboxMessage(
                        head.id(),
                        head.thingId(),
                        head.from(),
                        head.command(),
                        contents.params(head.pk()),
                        head.status(),
                        head.createdOn(),
                        head.updatedOn(),
                        head.status().isOpen() ? head.dueAt() : null,
                        head.errorCode(),
                        head.errorMessage(),
                        contents.answer(head.pk()),
                        histories.getOrDefault(head.pk(), List.of())))
                .toList();
    }

    private static Map<Long, List<Step>> histories(Handle handle, List<Long> pks) {
        Map<Long, List<Step>> histories = new HashMap<>();
        handle.createQuery("""
                        SELECT message_pk, status, at, note FROM mailbox_history
                        WHERE message_pk = ANY(:pks) ORDER BY message_pk, step
                        """)
                .bindArray("pks", Long.class, pks.toArray())
                .map((row, context) -> Map.entry(
                        row.getLong("message_pk"),
                        new Step(
                                MessageStatus.of(row.getString("status")),
                                Columns.instant(row, "at"),
                                row.getString("note"))))
                .forEach(step -> histories
                        .computeIfAbsent(step.getKey(), pk -> new ArrayList<>())
                        .add(step.getValue()));
        return histories;
    }

    private static Head read(ResultSet row, StatementContext context) throws SQLException {
        int errorCode = row.getInt("error_code");
        return new Head(
                row.getLong("pk"),
                row.getString("id"),
                row.getString("thing_id"),
                row.getString("sender"),
                row.getString("command"),
                MessageStatus.of(row.getString("status")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "changed_at"),
                Columns.instant(row, "due_at"),
                row.getInt("bytes"),
                errorCode == 0 ? null : Integer.valueOf(errorCode),
                row.getString("error_message"));
    }

    static Map<MessageStatus, Long> summary(Handle handle, String thingId) {
        Map<MessageStatus, Long> counts = new EnumMap<>(MessageStatus.class);
        handle.createQuery("""
                        SELECT status, COUNT(*) AS messages FROM mailbox_messages WHERE thing_id = :thing GROUP BY status
                        """)
                .bind("thing", thingId)
                .map((row, context) -> Map.entry(MessageStatus.of(row.getString("status")), row.getLong("messages")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    static Set<String> waitingOf(Handle handle, Collection<String> thingIds, Instant now) {
        boolean isOne = thingIds.size() == 1;
        return new HashSet<>(PlainSql.list(
                handle,
                isOne ? SQL_WAITING_OF_ONE : SQL_WAITING_OF_SEVERAL,
                row -> row.getString(1),
                isOne ? thingIds.iterator().next() : thingIds.toArray(String[]::new),
                now.toEpochMilli()));
    }

    static Optional<Instant> nextExpiry(Handle handle) {
        return List.of(MailboxRows.NEW, MailboxRows.DELIVERED).stream()
                .flatMap(stage ->
                        handle.createQuery(SQL_NEXT_EXPIRY).bind("stage", stage).mapTo(Long.class).findOne().stream())
                .min(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    static List<Long> finishedBefore(Handle handle, Instant before, int most) {
        return handle.createQuery(SQL_FINISHED_BEFORE)
                .bind("before", before.toEpochMilli())
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    static List<Long> finishedBeyond(Handle handle, String thingId, int kept, int most) {
        return handle.createQuery(SQL_FINISHED_BEYOND)
                .bind("thing", thingId)
                .bind("kept", kept)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    static long count(Handle handle, int stage) {
        return handle.createQuery("SELECT COUNT(*) FROM mailbox_messages WHERE stage = :stage")
                .bind("stage", stage)
                .mapTo(Long.class)
                .one();
    }
}
