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
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Which messages are fetched, and what is in them. */
final class MailboxFetching {

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
        static Candidate read(ResultSet row, StatementContext context) throws SQLException {
            return new Candidate(
                    MailboxRows.read(row, context),
                    row.getString("sender"),
                    row.getString("command"),
                    row.getInt("bytes"));
        }
    }

    private MailboxFetching() {}

    static Candidates candidates(Handle handle, Collection<String> thingIds, int most, long mostBytes, Instant now) {
        Query query = handle.createQuery(sql(thingIds.size()));
        List<Candidate> found = whose(query, thingIds)
                .bind("now", now.toEpochMilli())
                .bind("most", most + 1)
                .map(Candidate::read)
                .list();
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

    private static Query whose(Query query, Collection<String> thingIds) {
        return thingIds.size() == 1
                ? query.bind("thing", thingIds.iterator().next())
                : query.bindArray("things", String.class, thingIds.toArray());
    }

    /** Of one thing they stand in the index in the order in which they are wanted; those of several have to be sorted. */
    static String sql(int things) {
        String select = "SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps, sender, command, bytes FROM ";
        return things == 1 ? select + """
                        mailbox_messages WHERE thing_id = :thing AND stage = 0 AND due_at + 0 > :now
                        ORDER BY thing_id, stage, pk FETCH FIRST :most ROWS ONLY
                        """ : select + """
                        UNNEST(CAST(:things AS VARCHAR(24) ARRAY)) AS wanted(thing)
                        JOIN mailbox_messages ON thing_id = wanted.thing AND stage = 0 AND due_at + 0 > :now
                        ORDER BY pk FETCH FIRST :most ROWS ONLY
                        """;
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
