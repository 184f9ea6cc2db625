package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Series as rows. */
final class SeriesRows {

    static final String BY_NAME = """
            SELECT id, settled, sample_count, head FROM time_series
            WHERE owner_id = ? AND kind = ? AND data_key = ?
            """;

    static final String OF_OWNER = """
            SELECT data_key, head FROM time_series
            WHERE owner_id = :owner AND kind = :kind AND head IS NOT NULL
            ORDER BY owner_id, kind, data_key FETCH FIRST :most ROWS ONLY
            """;

    static final String OF_OWNER_BEHIND = """
            SELECT data_key, head FROM time_series
            WHERE owner_id = :owner AND kind = :kind AND data_key > :behind AND head IS NOT NULL
            ORDER BY owner_id, kind, data_key FETCH FIRST :most ROWS ONLY
            """;

    static final String KEYS = """
            SELECT data_key FROM time_series WHERE owner_id = ? AND kind = ? AND data_key > ? AND head IS NOT NULL
            ORDER BY owner_id, kind, data_key FETCH FIRST ? ROWS ONLY
            """;

    /** Each may have megabytes. */
    private static final int HEADS_AT_ONCE = 32;

    static final String OF_KIND = """
            SELECT id, owner_id, kind, data_key, settled, sample_count, head FROM time_series
            WHERE kind = :kind AND id > :after
            ORDER BY kind, id FETCH FIRST :most ROWS ONLY
            """;

    private SeriesRows() {}

    /**
     * What the database has of a series.
     *
     * @param settled the number of the last sample that was put into a block; later ones are in the journal alone
     * @param count of the samples in blocks
     * @param head the newest of them; null when there is none
     * @param isBorn whether there is a row yet
     */
    record Row(long id, long settled, long count, Head head, boolean isBorn) {

        static Row unborn(long id) {
            return new Row(id, id - 1, 0, null, false);
        }
    }

    /** A series that is known by its number. */
    record Named(SeriesName name, Row row) {}

    static Optional<Row> find(Handle handle, SeriesName name) {
        return PlainSql.find(handle, BY_NAME, SeriesRows::read, name.ownerId(), name.kind(), name.key());
    }

    static Optional<Named> find(Handle handle, long id) {
        return find(handle, List.of(id)).stream().findFirst();
    }

    static List<Named> find(Handle handle, List<Long> ids) {
        return handle.createQuery("""
                        SELECT id, owner_id, kind, data_key, settled, sample_count, head FROM time_series
                        WHERE id = ANY(:ids)
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, context) -> named(row))
                .list();
    }

    /** Series of a kind, by number. */
    static List<Named> ofKind(Handle handle, String kind, long after, int most) {
        return handle.createQuery(OF_KIND)
                .bind("kind", kind)
                .bind("after", after)
                .bind("most", most)
                .map((row, context) -> named(row))
                .list();
    }

    private record Current(String key, Head head) {}

    /**
     * The heads of an owner's series of a kind, by key.
     *
     * @throws HistoryTooLongException when they have more bytes than that
     */
    static Map<String, Head> heads(Handle handle, String ownerId, String kind, int most, long mostBytes) {
        Map<String, Head> heads = new HashMap<>();
        List<Current> some = someHeads(handle.createQuery(OF_OWNER), ownerId, kind, most);
        long bytes = 0;
        while (!some.isEmpty()) {
            for (Current current : some) {
                bytes += current.head().value().length;
                if (bytes > mostBytes) {
                    throw new HistoryTooLongException();
                }
                heads.put(current.key(), current.head());
            }
            String behind = some.get(some.size() - 1).key();
            some = some.size() < HEADS_AT_ONCE
                    ? List.of()
                    : someHeads(
                            handle.createQuery(OF_OWNER_BEHIND).bind("behind", behind),
                            ownerId,
                            kind,
                            most - heads.size());
        }
        return heads;
    }

    private static List<Current> someHeads(Query query, String ownerId, String kind, int most) {
        return query.bind("owner", ownerId)
                .bind("kind", kind)
                .bind("most", Math.min(most, HEADS_AT_ONCE))
                .map((row, context) -> new Current(row.getString("data_key"), head(row)))
                .list();
    }

    /** Keys of an owner's series of a kind, in order, behind one. */
    static List<String> keys(Handle handle, String ownerId, String kind, String behind, int most) {
        return PlainSql.list(handle, KEYS, row -> row.getString(1), ownerId, kind, behind, most);
    }

    static long highestSettled(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(settled), 0) FROM time_series")
                .mapTo(Long.class)
                .one();
    }

    /** Whether the owner was there, so that the row is, too. */
    static boolean insert(Handle handle, SeriesName name, Row row) {
        return handle.createUpdate("""
                                INSERT INTO time_series (id, owner_id, kind, data_key, settled, sample_count, head)
                                SELECT :id, :owner, :kind, :key, :settled, :count, :head FROM (
                                    SELECT id FROM things WHERE id = :owner
                                    UNION ALL SELECT id FROM groups WHERE id = :owner) owners
                                """)
                        .bind("id", row.id())
                        .bind("owner", name.ownerId())
                        .bind("kind", name.kind())
                        .bind("key", name.key())
                        .bind("settled", row.settled())
                        .bind("count", row.count())
                        .bindArray("head", byte[].class, (Object[]) bytes(row.head()))
                        .execute()
                == 1;
    }

    /** Whether it was there. */
    static boolean update(Handle handle, Row row) {
        return handle.createUpdate("""
                                UPDATE time_series SET settled = :settled, sample_count = :count, head = :head
                                WHERE id = :id
                                """)
                        .bind("id", row.id())
                        .bind("settled", row.settled())
                        .bind("count", row.count())
                        .bindArray("head", byte[].class, (Object[]) bytes(row.head()))
                        .execute()
                == 1;
    }

    private static byte[][] bytes(Head head) {
        return head == null ? null : ByteParts.of(Head.encode(head));
    }

    private static Named named(ResultSet row) throws SQLException {
        return new Named(
                new SeriesName(row.getString("owner_id"), row.getString("kind"), row.getString("data_key")), read(row));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(row.getLong("id"), row.getLong("settled"), row.getLong("sample_count"), head(row), true);
    }

    private static Head head(ResultSet row) throws SQLException {
        byte[] bytes = ByteParts.read(row, "head");
        return bytes == null ? null : Head.decode(bytes);
    }
}
