package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders that were begun with version 1, brought from version to version with something new stored in each, and then left: they are
 * opened by this version.
 */
class EveryVersionMigrationTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeFolders() throws IOException {
        Path growing = Files.createDirectories(folder.resolve("growing"));
        Path blobs = Files.createDirectories(growing.resolve("blobs/00"));
        Files.writeString(blobs.resolve(EarlierVersions.BLOB), EarlierVersions.BLOB_CONTENT);
        for (EarlierVersions.Stage stage : EarlierVersions.ALL) {
            OldFolder.make(growing, stage.version(), stage.rows());
            copy(growing, folder.resolve(stage.toString()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    static List<EarlierVersions.Stage> stages() {
        return EarlierVersions.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void what_an_earlier_version_stored_is_there(EarlierVersions.Stage last) {
        Path data = folder.resolve(last.toString());
        int versions = EarlierVersions.ALL.indexOf(last) + 1;

        try (Storage storage = Storage.open(data)) {
            EarlierVersions.ALL
                    .subList(0, versions)
                    .forEach(stage -> stage.check().accept(storage));
        }
    }

    @Test
    void every_version_is_in_the_table() {
        JdbcDataSource nothing = new JdbcDataSource();
        nothing.setURL("jdbc:h2:mem:");
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(nothing)
                .locations("classpath:" + Migrations.LOCATION)
                .javaMigrations(Migrations.inJava())
                .load();

        assertThat(EarlierVersions.ALL)
                .extracting(EarlierVersions.Stage::version)
                .containsExactlyElementsOf(Arrays.stream(flyway.info().all())
                        .map(MigrationInfo::getVersion)
                        .map(Object::toString)
                        .toList());
    }
}
