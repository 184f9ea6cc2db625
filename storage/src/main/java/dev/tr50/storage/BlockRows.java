package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Blocks as rows. The blocks of a series do not overlap: each holds all its samples from its first place to its last one. Their
 * index is in the order of places, and holds what has to be known of a block to count its samples without reading them.
 */
final class BlockRows {

    private static final String COLUMNS =
            "pk, series_id, first_ts, first_no, last_ts, last_no, highest_no, sample_count, byte_count";

    private static final String COLUMNS_AND_CONTENT = COLUMNS + ", content";

    private static final int SEARCHED_AT_ONCE = 4;

    private BlockRows() {}

    /**
     * @param highest the highest number among its samples, which are in the order of time
     * @param content its samples; null when they were not asked for
     */
    record Block(long pk, long series, Place first, Place last, long highest, int count, int bytes, byte[] content) {

        /** @throws DamagedBlockException when they are not what was written */
        List<Entry> entries() {
            List<Entry> entries = decoded();
            if (entries.isEmpty()
                    || entries.size() != count
                    || !entries.get(0).place().equals(first)
                    || !entries.get(count - 1).place().equals(last)) {
                throw new DamagedBlockException(series, first, null);
            }
            return entries;
        }

        private List<Entry> decoded() {
            try {
                return EntryReader.decode(new BytesReader(content));
            } catch (IndexOutOfBoundsException e) {
                throw new DamagedBlockException(series, first, e);
            }
        }
    }

    /** @param content whether the samples are wanted */
    static String sqlBefore(boolean content) {
        return "SELECT " + (content ? COLUMNS_AND_CONTENT : COLUMNS) + """
                 FROM sample_blocks
                WHERE series_id = :series AND first_ts <= :ts AND (first_ts < :ts OR first_no < :no)
                ORDER BY series_id DESC, first_ts DESC, first_no DESC FETCH FIRST :most ROWS ONLY
                """;
    }

    static String sqlBehind(boolean content) {
        return "SELECT " + (content ? COLUMNS_AND_CONTENT : COLUMNS) + """
                 FROM sample_blocks
                WHERE series_id = :series AND first_ts >= :ts AND (first_ts > :ts OR first_no > :no)
                ORDER BY series_id, first_ts, first_no FETCH FIRST :most ROWS ONLY
                """;
    }

    /** Those that begin before a place, the last one first. */
    static List<Block> before(Handle handle, long series, Place place, boolean content, int most) {
        return page(handle.createQuery(sqlBefore(content)), series, place, content, most);
    }

    /** Those that begin behind a place, in order. */
    static List<Block> behind(Handle handle, long series, Place place, boolean content, int most) {
        return page(handle.createQuery(sqlBehind(content)), series, place, content, most);
    }

    private static List<Block> page(Query query, long series, Place place, boolean content, int most) {
        return query.bind("series", series)
                .bind("ts", place.ts())
                .bind("no", place.no())
                .bind("most", most)
                .map((row, context) -> read(row, content))
                .list();
    }

    static final String WITH_NUMBER = "SELECT " + COLUMNS + """
             FROM sample_blocks
            WHERE series_id = :series AND first_ts >= :ts AND (first_ts > :ts OR first_no > :no) AND highest_no >= :number
            ORDER BY series_id, first_ts, first_no FETCH FIRST :most ROWS ONLY
            """;

    /**
     * The block that holds the sample of a number. It costs a look at the index for each block before it; as long as samples
     * arrive in order, only that one is read.
     */
    static Optional<Block> withNumber(Handle handle, long series, long number) {
        Place behind = Place.before(Long.MIN_VALUE);
        List<Block> blocks;
        do {
            Query query = handle.createQuery(WITH_NUMBER).bind("number", number);
            blocks = page(query, series, behind, false, SEARCHED_AT_ONCE);
            for (Block block : blocks) {
                if (has(withContent(handle, block), number)) {
                    return Optional.of(block);
                }
                behind = block.first();
            }
        } while (!blocks.isEmpty());
        return Optional.empty();
    }

    /** A damaged block must not keep others from being found. */
    private static boolean has(Block block, long number) {
        try {
            return block.entries().stream().anyMatch(entry -> entry.no() == number);
        } catch (DamagedBlockException e) {
            return false;
        }
    }

    /** The samples of a block that was read without them. */
    static Block withContent(Handle handle, Block block) {
        return handle.createQuery("SELECT " + COLUMNS_AND_CONTENT + " FROM sample_blocks WHERE pk = :pk")
                .bind("pk", block.pk())
                .map((row, context) -> read(row, true))
                .one();
    }

    static void insert(Handle handle, long series, List<Entry> entries) {
        byte[] content = EntryWriter.encode(entries);
        Entry first = entries.get(0);
        Entry last = entries.get(entries.size() - 1);
        handle.createUpdate("""
                        INSERT INTO sample_blocks (series_id, first_ts, first_no, last_ts, last_no, highest_no,
                            sample_count, byte_count, content)
                        VALUES (:series, :firstTs, :firstNo, :lastTs, :lastNo, :highest, :count, :bytes, :content)
                        """)
                .bind("series", series)
                .bind("firstTs", first.ts())
                .bind("firstNo", first.no())
                .bind("lastTs", last.ts())
                .bind("lastNo", last.no())
                .bind("highest", entries.stream().mapToLong(Entry::no).max().orElseThrow())
                .bind("count", entries.size())
                .bind("bytes", content.length)
                .bindArray("content", byte[].class, (Object[]) ByteParts.of(content))
                .execute();
    }

    static void delete(Handle handle, Block block) {
        handle.createUpdate("DELETE FROM sample_blocks WHERE pk = :pk")
                .bind("pk", block.pk())
                .execute();
    }

    /** The block that a place falls into or behind; empty before the first one. */
    static Optional<Block> floor(Handle handle, long series, Place place) {
        Place next = place.no() == Long.MAX_VALUE ? place : new Place(place.ts(), place.no() + 1);
        return before(handle, series, next, false, 1).stream().findFirst();
    }

    private static Block read(ResultSet row, boolean content) throws SQLException {
        return new Block(
                row.getLong("pk"),
                row.getLong("series_id"),
                new Place(row.getLong("first_ts"), row.getLong("first_no")),
                new Place(row.getLong("last_ts"), row.getLong("last_no")),
                row.getLong("highest_no"),
                row.getInt("sample_count"),
                row.getInt("byte_count"),
                content ? ByteParts.read(row, "content") : null);
    }
}
