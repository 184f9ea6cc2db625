package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The change that gives series a past, on a database of the version before it. */
class SeriesMigrationTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    private static final List<String> ROWS = List.of(
            "INSERT INTO scopes (id, group_id, thing_id) VALUES (1, 'g1', NULL), (2, 'g1', 't1')",
            "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'G', 'G', 1)",
            "INSERT INTO thing_definitions (id, group_id, def_key, name) VALUES ('d1', 'g1', 'default', 'Default')",
            "INSERT INTO things (id, group_id, thing_key, name, def_key, tags, sec_tags, created_by, created_on, updated_by,"
                    + " updated_on, scope_id) VALUES ('t1', 'g1', 'pump', 'Pump', 'default', ARRAY[], ARRAY[], 'me', 1, 'me', 1, 2)",
            series(1, "property", "rpm", 0, "ARRAY[CAST(1480.5 AS DOUBLE PRECISION)]", "ARRAY['mark']"),
            series(
                    2,
                    "alarm",
                    "heat",
                    1_000_000,
                    "ARRAY[CAST(2 AS DOUBLE PRECISION), NULL, NULL]",
                    "ARRAY['hot', NULL]"),
            series(7, "attribute", "os", 0, "ARRAY[]", "ARRAY[NULL, NULL]"));

    @TempDir
    Path folder;

    private static String series(int id, String kind, String key, long before, String numbers, String texts) {
        return "INSERT INTO series (id, thing_id, kind, data_key, ts, since, numbers, texts) VALUES (" + id
                + ", 't1', '"
                + kind + "', '" + key + "', " + Micros.of(NOON) + ", " + (Micros.of(NOON) - before) + ", " + numbers
                + ", "
                + texts + ")";
    }

    @Test
    void current_values_of_an_older_version_are_the_first_of_their_history() {
        OldFolder.make(folder, "3", ROWS);

        verify();
    }

    /** The database commits each change of a table at once, so a crash leaves what was done by then. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void a_change_that_a_crash_ended_is_done_again_from_the_beginning(int steps) throws Exception {
        OldFolder.make(folder, "3", ROWS);
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("metadata"));
        source.setUser("sa");
        source.setPassword("");
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> new SeriesMigration().migrate(context(endingAfter(steps, connection))))
                    .hasMessage("crash");
        }

        verify();
    }

    private void verify() {
        try (Storage storage = Storage.open(folder)) {
            TimeSeries series = storage.timeSeries();
            assertThat(series.current("t1", PropertySample.KIND, "rpm"))
                    .contains(new CurrentSample<>(NOON, NOON, new PropertySample(1480.5, "mark")));
            assertThat(series.current("t1", AlarmSample.KIND, "heat"))
                    .contains(new CurrentSample<>(
                            NOON, NOON.minusSeconds(1), new AlarmSample(2, "hot", null, null, null)));
            assertThat(series.current("t1", AttributeSample.KIND, "os"))
                    .contains(new CurrentSample<>(NOON, NOON, new AttributeSample(null, null)));
            Sample<PropertySample> next = new Sample<>(NOON.plusSeconds(1), new PropertySample(2, null));
            series.add("t1", PropertySample.KIND, "rpm", next, Recording.NEWS);
        }
        try (Storage storage = Storage.open(folder)) {
            storage.samples().settleAll();
            Slice<PropertySample> rpm = storage.timeSeries()
                    .history("t1", PropertySample.KIND, "rpm", new HistoryQuery(null, null, null, false, 0, 10));
            assertThat(rpm.samples()).extracting(StoredSample::ts).containsExactly(NOON, NOON.plusSeconds(1));
            assertThat(storage.timeSeries().stats("t1", AlarmSample.KIND, "heat"))
                    .isEqualTo(new SeriesStats(1, NOON, NOON));
        }
    }

    private static Context context(Connection connection) {
        return new Context() {
            @Override
            public Configuration getConfiguration() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }

    /** A connection that makes no statement any more after so many. */
    private static Connection endingAfter(int steps, Connection connection) {
        AtomicInteger left = new AtomicInteger(steps);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createStatement") && left.decrementAndGet() == 0) {
                        throw new SQLException("crash");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
