package dev.tr50.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.JavaMigration;

/** Brings the tables to the form this version of the program needs. */
final class Migrations {

    /** The version of the newest script in {@link #LOCATION} or the newest migration in Java. */
    static final String NEWEST = "12";

    static final String LOCATION = "dev/tr50/storage/migration";

    /** Flyway lets a script it does not know pass unless told otherwise; here it means a newer program was at work. */
    private static final String[] NONE = {};

    private Migrations() {}

    /** @throws DataFolderException when the database is damaged, was written by a newer program, or a script fails */
    static void apply(H2 h2) {
        String version = version(h2);
        if (isNewer(version)) {
            throw new DataFolderException("The database is of a newer gateway (its tables are of version " + version
                    + ", this one knows up to " + NEWEST + "): start that version, or restore an older backup");
        }
        if (NEWEST.equals(version)) {
            return;
        }
        h2.begin();
        try {
            migrate(h2.source());
        } catch (FlywayException e) {
            throw new DataFolderException("The database cannot be brought to this version: " + e.getMessage(), e);
        }
    }

    /**
     * That of the tables, or nothing when there are none. Asked first because starting Flyway costs as much time as everything else in
     * opening an existing database.
     */
    private static String version(H2 h2) {
        String newest = """
                SELECT "version" FROM "flyway_schema_history"
                WHERE "success" = TRUE AND "version" IS NOT NULL
                ORDER BY "installed_rank" DESC FETCH FIRST 1 ROW ONLY
                """;
        try (Connection connection = h2.source().getConnection();
                PreparedStatement query = connection.prepareStatement(newest);
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            if (isNoSuchTable(e)) {
                return "";
            }
            throw h2.unusable(e);
        }
    }

    private static boolean isNewer(String version) {
        return !version.isEmpty() && MigrationVersion.fromVersion(version).isNewerThan(NEWEST);
    }

    private static boolean isNoSuchTable(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("42");
    }

    static JavaMigration[] inJava() {
        return new JavaMigration[] {new DescribedFilesMigration(), new SeriesMigration()};
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:" + LOCATION)
                .javaMigrations(inJava())
                .ignoreMigrationPatterns(NONE)
                .load()
                .migrate();
    }
}
