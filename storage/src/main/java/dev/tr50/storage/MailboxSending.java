package dev.tr50.storage;

import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.Mailbox.Outcome;
import dev.tr50.storage.Mailbox.Sent;
import dev.tr50.storage.MailboxRows.Ending;
import dev.tr50.storage.MailboxRows.Row;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is looked at and written when a message comes, and when its answer does. */
final class MailboxSending {

    /** Not {@code stage < 2}, for which H2 reads all that are finished too: its indexes know no open end. */
    static final String SQL_COUNT_OPEN = "SELECT COUNT(*) FROM mailbox_messages WHERE thing_id = ? AND stage <= 1";

    static final String SQL_TWIN = """
            SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps FROM mailbox_messages
            WHERE thing_id = ? AND stage <= 1 AND due_at + 0 > ? AND command = ?
                AND COALESCE(method, '') = COALESCE(?, '')
            ORDER BY stage DESC, pk FETCH FIRST 1 ROW ONLY
            """;

    private MailboxSending() {}

    static boolean hasThing(Handle handle, String thingId) {
        return PlainSql.find(handle, "SELECT 1 FROM things WHERE id = ?", row -> row.getInt(1), thingId)
                .isPresent();
    }

    static long open(Handle handle, String thingId) {
        return PlainSql.find(handle, SQL_COUNT_OPEN, row -> row.getLong(1), thingId)
                .orElseThrow();
    }

    /** The open message with the same command and method, the one that went farthest if there are several. */
    static Optional<Row> twin(Handle handle, NewMessage message, Instant now) {
        return PlainSql.find(
                handle,
                SQL_TWIN,
                MailboxRows::read,
                message.thingId(),
                now.toEpochMilli(),
                message.command(),
                message.method());
    }

    /** The latest params win while nobody has fetched them, and it waits as long as either was to wait. */
    static Sent join(Handle handle, Row twin, NewMessage message, Instant now) {
        if (twin.status() != MessageStatus.NEW) {
            return new Sent(Outcome.PENDING, null);
        }
        long due = Math.max(twin.dueAt(), now.plus(message.ttl()).toEpochMilli());
        handle.createUpdate("""
                        UPDATE mailbox_messages SET due_at = :due, ttl = :ttl, bytes = :bytes WHERE pk = :pk
                        """)
                .bind("due", due)
                .bind("ttl", due - twin.createdAt())
                .bind("bytes", Utf8.bytes(message.params()).length)
                .bind("pk", twin.pk())
                .execute();
        MailboxContents.replaceParams(handle, twin.pk(), message.params());
        return new Sent(Outcome.JOINED, twin.id());
    }

    /** Finishes a message with what its thing answered. */
    static void answer(Handle handle, Row row, Answer answer, Instant now) {
        boolean isError = answer.errorCode() != 0;
        MailboxRows.end(
                handle,
                row,
                isError ? MessageStatus.COMPLETED_ERROR : MessageStatus.COMPLETED_OK,
                now,
                answer.text(),
                new Ending(
                        isError ? answer.errorCode() : null,
                        isError ? MailboxRows.cut(answer.text()) : null,
                        answer.answer() == null ? 0 : Utf8.bytes(answer.answer()).length));
        if (answer.answer() != null) {
            MailboxContents.addAnswer(handle, row.pk(), answer.answer());
        }
    }
}
