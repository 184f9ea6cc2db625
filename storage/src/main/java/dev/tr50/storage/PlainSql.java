package dev.tr50.storage;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Short statements that run for every message, given to JDBC as they are. For a row that is found by its key Jdbi takes two to four
 * times as long as the database does.
 *
 * <p>Values are in the order of the question marks: texts, whole numbers, truth values, null, and arrays of {@code String} or
 * {@code Long}.
 */
final class PlainSql {

    /** How a row is read. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Told as what Jdbi throws, so that both kinds of statements fail alike. */
    private static final class Failure extends JdbiException {
        private static final long serialVersionUID = 1L;

        Failure(SQLException cause) {
            super(cause);
        }
    }

    private interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private PlainSql() {}

    static <T> List<T> list(Handle handle, String sql, RowReader<T> reader, Object... values) {
        return run(handle, sql, statement -> {
            bind(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        });
    }

    /** The only row; empty when there is none. */
    static <T> Optional<T> find(Handle handle, String sql, RowReader<T> reader, Object... values) {
        return list(handle, sql, reader, values).stream().findFirst();
    }

    /** Returns how many rows it changed. */
    static int update(Handle handle, String sql, Object... values) {
        return run(handle, sql, statement -> {
            bind(statement, values);
            return statement.executeUpdate();
        });
    }

    /** One statement for each of several rows. */
    static void batch(Handle handle, String sql, List<Object[]> rows) {
        if (rows.size() == 1) {
            update(handle, sql, rows.get(0));
        } else if (!rows.isEmpty()) {
            run(handle, sql, statement -> {
                for (Object[] values : rows) {
                    bind(statement, values);
                    statement.addBatch();
                }
                return statement.executeBatch();
            });
        }
    }

    /** Inserts a row; returns the key that the database gave it. */
    static long insert(Handle handle, String sql, String key, Object... values) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql, new String[] {key})) {
            bind(statement, values);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private static <T> T run(Handle handle, String sql, Work<T> work) {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            return work.run(statement);
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, value(statement, values[i]));
        }
    }

    private static Object value(PreparedStatement statement, Object value) throws SQLException {
        if (value instanceof String[] texts) {
            return statement.getConnection().createArrayOf("varchar", texts);
        }
        return value instanceof Long[] numbers ? statement.getConnection().createArrayOf("bigint", numbers) : value;
    }
}
