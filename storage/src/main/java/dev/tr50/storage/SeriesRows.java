package dev.tr50.storage;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** A series as a row. */
final class SeriesRows {

    static final String SELECT = """
            SELECT id, ts, since, numbers, texts FROM series
            WHERE thing_id = :thing AND kind = :kind AND data_key = :key
            """;

    private SeriesRows() {}

    /** A series and its newest sample. */
    record Row<S>(long id, CurrentSample<S> current) {}

    static <S> Optional<Row<S>> find(Handle handle, String thingId, SampleKind<S> kind, String key) {
        return find(handle, SELECT, thingId, kind, key);
    }

    /** Locks the row until the transaction ends. */
    static <S> Optional<Row<S>> findToChange(Handle handle, String thingId, SampleKind<S> kind, String key) {
        return find(handle, SELECT + " FOR UPDATE", thingId, kind, key);
    }

    private static <S> Optional<Row<S>> find(
            Handle handle, String sql, String thingId, SampleKind<S> kind, String key) {
        return handle.createQuery(sql)
                .bind("thing", thingId)
                .bind("kind", kind.name())
                .bind("key", key)
                .map((row, context) -> read(row, kind))
                .findOne();
    }

    static <S> void insert(Handle handle, String thingId, SampleKind<S> kind, String key, Sample<S> first) {
        var insert = handle.createUpdate("""
                        INSERT INTO series (thing_id, kind, data_key, ts, since, numbers, texts)
                        VALUES (:thing, :kind, :key, :ts, :since, :numbers, :texts)
                        """)
                .bind("thing", thingId)
                .bind("kind", kind.name())
                .bind("key", key);
        bind(insert, kind, first, first.ts()).execute();
    }

    static <S> void update(Handle handle, SampleKind<S> kind, long id, Sample<S> newest, Instant since) {
        var update = handle.createUpdate("""
                        UPDATE series SET ts = :ts, since = :since, numbers = :numbers, texts = :texts WHERE id = :id
                        """).bind("id", id);
        bind(update, kind, newest, since).execute();
    }

    private static <T extends SqlStatement<T>, S> T bind(
            T statement, SampleKind<S> kind, Sample<S> sample, Instant since) {
        Cells cells = kind.cells(sample.value());
        return statement
                .bind("ts", micros(sample.ts()))
                .bind("since", micros(since))
                .bindArray("numbers", Double.class, cells.numbers().toArray())
                .bindArray("texts", String.class, cells.texts().toArray());
    }

    private static <S> Row<S> read(ResultSet row, SampleKind<S> kind) throws SQLException {
        Cells cells = new Cells(list(row, "numbers", Double.class), list(row, "texts", String.class));
        return new Row<>(
                row.getLong("id"),
                new CurrentSample<>(instant(row.getLong("ts")), instant(row.getLong("since")), kind.sample(cells)));
    }

    private static <T> List<T> list(ResultSet row, String column, Class<T> type) throws SQLException {
        Array array = row.getArray(column);
        Object[] values = (Object[]) array.getArray();
        return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(values, values.length, arrayOf(type))));
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T[]> arrayOf(Class<T> type) {
        return (Class<T[]>) type.arrayType();
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
