package dev.tr50.storage;

import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;

/** A data folder as an earlier version of the program left it. */
final class OldFolder {

    private OldFolder() {}

    /** @param version number of the newest script that version had; with a question mark behind it, there need be none of that number */
    static void make(Path folder, String version, List<String> statements) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("metadata"));
        source.setUser("sa");
        source.setPassword("");
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:" + Migrations.LOCATION)
                .javaMigrations(Migrations.inJava())
                .target(version)
                .load()
                .migrate();
        Jdbi.create(source).useTransaction(handle -> statements.forEach(handle::execute));
    }
}
