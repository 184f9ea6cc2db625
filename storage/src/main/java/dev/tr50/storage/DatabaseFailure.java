package dev.tr50.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What a failed statement may say about itself: never the values it was given, which can be password hashes. */
final class DatabaseFailure {

    /** Standard SQL's classes "data exception" and "integrity constraint violation". H2 quotes the value in their texts. */
    private static final String DATA = "22";

    private static final String INTEGRITY = "23";

    private DatabaseFailure() {}

    static StorageException of(JdbiException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && quotesValues(sql)) {
                return new StorageException("The database refused a value", withoutValues(sql));
            }
        }
        return new StorageException("The database failed", failure);
    }

    private static boolean quotesValues(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith(DATA) || state.startsWith(INTEGRITY));
    }

    private static SQLException withoutValues(SQLException failure) {
        SQLException told =
                new SQLException("SQL state " + failure.getSQLState(), failure.getSQLState(), failure.getErrorCode());
        told.setStackTrace(failure.getStackTrace());
        return told;
    }
}
