package dev.tr50.storage;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Looks up one row by plain JDBC: what every login, every message over HTTP and every list asks for. The database takes about 3 µs for
 * such a row; naming the parameters and asking which class reads a column took three times as long again.
 */
final class Lookup {

    /** A statement that failed; for {@link Database}, which tells of it as of any other. */
    private static final class LookupException extends JdbiException {
        private static final long serialVersionUID = 1;

        LookupException(SQLException cause) {
            super("A row could not be looked up", cause);
        }
    }

    private Lookup() {}

    /**
     * The first row that a query finds.
     *
     * @param mapper is given no context
     * @param values texts and numbers, in the order of the question marks
     */
    static <T> Optional<T> first(Handle handle, String sql, RowMapper<T> mapper, Object... values) {
        try (PreparedStatement query = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(mapper.map(row, null)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new LookupException(e);
        }
    }
}
