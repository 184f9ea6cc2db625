package dev.tr50.storage;

import dev.tr50.storage.FetchedMessages.FetchedMessage;
import dev.tr50.storage.MailboxRows.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    record Candidates(List<Row> rows, boolean more) {}

    private record Sized(Row row, int bytes) {
        static Sized read(ResultSet row, StatementContext context) throws SQLException {
            return new Sized(MailboxRows.read(row, context), row.getInt("bytes"));
        }
    }

    private record Head(long pk, String from, String command) {}

    private MailboxFetching() {}

    static Candidates candidates(Handle handle, Collection<String> thingIds, int most, long mostBytes, Instant now) {
        Query query = handle.createQuery(sql(thingIds.size()));
        List<Sized> found = whose(query, thingIds)
                .bind("now", now.toEpochMilli())
                .bind("most", most + 1)
                .map(Sized::read)
                .list();
        List<Row> fitting = new ArrayList<>();
        long bytes = 0;
        for (Sized next : found) {
            bytes += next.bytes();
            if (fitting.size() == most || !fitting.isEmpty() && bytes > mostBytes) {
                return new Candidates(fitting, true);
            }
            fitting.add(next.row());
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
        String whose = things == 1 ? "thing_id = :thing" : "thing_id = ANY(:things)";
        String order = things == 1 ? "thing_id, stage, pk" : "pk";
        return "SELECT pk, id, thing_id, status, ttl, created_at, due_at, steps, bytes FROM mailbox_messages WHERE "
                + whose + " AND stage = 0 AND due_at > :now ORDER BY " + order
                + " FETCH FIRST :most ROWS ONLY FOR UPDATE";
    }

    static List<FetchedMessage> read(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Long> pks = rows.stream().map(Row::pk).toList();
        Map<Long, String> params = MailboxRows.contents(handle, pks, MailboxRows.PARAMS);
        Map<Long, Head> heads = heads(handle, pks);
        return rows.stream()
                .map(row -> new FetchedMessage(
                        row.id(),
                        row.thingId(),
                        heads.get(row.pk()).from(),
                        heads.get(row.pk()).command(),
                        params.get(row.pk())))
                .toList();
    }

    private static Map<Long, Head> heads(Handle handle, List<Long> pks) {
        return handle
                .createQuery("SELECT pk, sender, command FROM mailbox_messages WHERE pk = ANY(:pks)")
                .bindArray("pks", Long.class, pks.toArray())
                .map((row, context) -> new Head(row.getLong("pk"), row.getString("sender"), row.getString("command")))
                .stream()
                .collect(Collectors.toMap(Head::pk, head -> head));
    }
}
