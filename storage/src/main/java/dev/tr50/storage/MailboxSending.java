package dev.tr50.storage;

import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.Mailbox.Outcome;
import dev.tr50.storage.Mailbox.Sent;
import dev.tr50.storage.MailboxRows.Row;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is looked at and written when a message comes, and when its answer does. */
final class MailboxSending {

    private MailboxSending() {}

    static boolean hasThing(Handle handle, String thingId) {
        return handle.createQuery("SELECT 1 FROM things WHERE id = :thing")
                .bind("thing", thingId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static long open(Handle handle, String thingId) {
        return handle.createQuery("SELECT COUNT(*) FROM mailbox_messages WHERE thing_id = :thing AND stage < 2")
                .bind("thing", thingId)
                .mapTo(Long.class)
                .one();
    }

    /** The open message with the same command and method, the one that went farthest if there are several. */
    static Optional<Row> twin(Handle handle, NewMessage message, Instant now) {
        return handle.createQuery("""
                        SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps FROM mailbox_messages
                        WHERE thing_id = :thing AND stage < 2 AND due_at > :now AND command = :command
                            AND COALESCE(method, '') = COALESCE(:method, '')
                        ORDER BY stage DESC, pk FETCH FIRST 1 ROW ONLY
                        """)
                .bind("thing", message.thingId())
                .bind("now", now.toEpochMilli())
                .bind("command", message.command())
                .bind("method", message.method())
                .map(MailboxRows::read)
                .findOne();
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

    static void keepAnswer(Handle handle, Row row, Answer answer) {
        boolean isError = answer.errorCode() != 0;
        if (isError) {
            handle.createUpdate("""
                            UPDATE mailbox_messages SET error_code = :code, error_message = :text WHERE pk = :pk
                            """)
                    .bind("code", answer.errorCode())
                    .bind("text", MailboxRows.cut(answer.text()))
                    .bind("pk", row.pk())
                    .execute();
        }
        if (answer.answer() != null) {
            MailboxContents.addAnswer(handle, row.pk(), answer.answer());
            handle.createUpdate("UPDATE mailbox_messages SET bytes = bytes + :bytes WHERE pk = :pk")
                    .bind("bytes", Utf8.bytes(answer.answer()).length)
                    .bind("pk", row.pk())
                    .execute();
        }
    }
}
