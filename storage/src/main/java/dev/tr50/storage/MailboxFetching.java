package dev.tr50.storage;

import dev.tr50.storage.FetchedMessages.FetchedMessage;
import dev.tr50.storage.MailboxRows.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which messages are fetched, and what is in them. */
final class MailboxFetching {

    private static final String COLUMNS =
            "SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps, sender, command, bytes FROM ";

    /** They stand in the index in the order in which they are wanted. The sum as in {@link MailboxPages#SQL_WAITING_OF_SEVERAL}. */
    static final String SQL_OF_ONE = COLUMNS + """
            mailbox_messages WHERE thing_id = ? AND stage = 0 AND due_at + 0 > ?
            ORDER BY thing_id, stage, pk FETCH FIRST ? ROWS ONLY
            """;

    /** They have to be sorted. */
    static final String SQL_OF_SEVERAL = COLUMNS + """
            UNNEST(CAST(? AS VARCHAR(24) ARRAY)) AS wanted(thing)
            JOIN mailbox_messages ON thing_id = wanted.thing AND stage = 0 AND due_at + 0 > ?
            ORDER BY pk FETCH FIRST ? ROWS ONLY
            """;

    /**
     * Messages to be fetched.
     *
     * @param more whether there are more
     */
    record Candidates(List<Candidate> messages, boolean more) {
        List<Row> rows() {
            return messages.stream().map(Candidate::row).toList();
        }
    }

    /** A message that may be fetched, without what stands beside its row. */
    record Candidate(Row row, String from, String command, int bytes) {
        static Candidate read(ResultSet row) throws SQLException {
            return new Candidate(
                    MailboxRows.read(row), row.getString("sender"), row.getString("command"), row.getInt("bytes"));
        }
    }

    private MailboxFetching() {}

    static Candidates candidates(Handle handle, Collection<String> thingIds, int most, long mostBytes, Instant now) {
        List<Candidate> found = PlainSql.list(
                handle,
                thingIds.size() == 1 ? SQL_OF_ONE : SQL_OF_SEVERAL,
                Candidate::read,
                thingIds.size() == 1 ? thingIds.iterator().next() : thingIds.toArray(String[]::new),
                now.toEpochMilli(),
                most + 1);
        List<Candidate> fitting = new ArrayList<>();
        long bytes = 0;
        for (Candidate next : found) {
            bytes += next.bytes();
            if (fitting.size() == most || !fitting.isEmpty() && bytes > mostBytes) {
                return new Candidates(fitting, true);
            }
            fitting.add(next);
        }
        return new Candidates(fitting, false);
    }

    static List<FetchedMessage> read(Handle handle, List<Candidate> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        MailboxContents contents = MailboxContents.of(
                handle, messages.stream().map(message -> message.row().pk()).toList());
        return messages.stream()
                .map(message -> new FetchedMessage(
                        message.row().id(),
                        message.row().thingId(),
                        message.from(),
                        message.command(),
                        contents.params(message.row().pk())))
                .toList();
    }
}
