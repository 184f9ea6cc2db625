package dev.tr50.storage;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How values of more than one column type are read from a row. */
final class Columns {

    private Columns() {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Instant instantOrNull(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        Object[] values = (Object[]) array.getArray();
        if (values.length == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(values.length);
        for (Object value : values) {
            texts.add((String) value);
        }
        return texts;
    }

    static BasicAuth basicAuth(ResultSet row) throws SQLException {
        String username = row.getString("basic_user");
        return username == null ? null : new BasicAuth(username, row.getString("basic_hash"));
    }
}
