package dev.tr50.gateway.rows;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** Tells which statements the database of a gateway in this process runs, and how many rows they read. */
final class DatabaseTrace implements AutoCloseable {
    private static final String NOTHING = "0";
    private static final String STATEMENTS = "2";

    /** H2 writes a statement with its values behind it, numbered from 1, as a string of Java. */
    private static final Pattern TRACED = Pattern.compile("(?s).*?/\\*SQL[^*]*\\*/(.*?)(?: \\{(1: .*)\\})?;\\s*");

    private static final Pattern CHANGE =
            Pattern.compile("(?is)\\s*(?:UPDATE\\s+(\\w+)\\s+SET|DELETE\\s+FROM\\s+(\\w+))\\b.*?\\bWHERE\\b(.*)");
    private static final Pattern QUERY = Pattern.compile("(?is)\\s*\\(?\\s*(SELECT|WITH)\\b.*");
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    private final Connection connection;
    private final Queue<String> traced = new ConcurrentLinkedQueue<>();

    DatabaseTrace(Path dataFolder) throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:ordered:" + dataFolder.resolve("metadata"), "sa", "");
        ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
                .getDatabase()
                .getTraceSystem()
                .setSysOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
                    @Override
                    public void println(String line) {
                        keep(line);
                    }
                });
        run("SET TRACE_LEVEL_SYSTEM_OUT " + STATEMENTS);
    }

    /** What is done from time to time, on a thread of its own, is done for no command. */
    private void keep(String line) {
        if (!Thread.currentThread().getName().startsWith("household")) {
            traced.add(line);
        }
    }

    @Override
    public void close() throws SQLException {
        run("SET TRACE_LEVEL_SYSTEM_OUT " + NOTHING);
        connection.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The statements that find rows, run by some work, with their values in them. */
    List<String> during(Callable<?> work) throws Exception {
        traced.clear();
        work.call();
        return traced.stream()
                .map(DatabaseTrace::statement)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** How many rows of tables and indexes a statement reads now; a change counts as the query for what it changes. */
    long rowsRead(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN ANALYZE " + sql)) {
            plan.next();
            return SCANNED.matcher(plan.getString(1))
                    .results()
                    .mapToLong(count -> Long.parseLong(count.group(1)))
                    .sum();
        }
    }

    private static Optional<String> statement(String line) {
        Matcher matcher = TRACED.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String sql = matcher.group(1).translateEscapes();
        return query(
                matcher.group(2) == null
                        ? sql
                        : filled(sql, values(matcher.group(2).translateEscapes())));
    }

    private static Optional<String> query(String sql) {
        Matcher change = CHANGE.matcher(sql);
        if (change.matches()) {
            String table = change.group(1) == null ? change.group(2) : change.group(1);
            return Optional.of("SELECT 1 FROM " + table + " WHERE " + change.group(3));
        }
        return Optional.of(sql).filter(text -> QUERY.matcher(text).matches());
    }

    private static List<String> values(String numbered) {
        List<String> values = new ArrayList<>();
        int begin = "1: ".length();
        for (int next = 2; begin <= numbered.length(); next++) {
            String mark = ", " + next + ": ";
            int end = numbered.indexOf(mark, begin);
            values.add(numbered.substring(begin, end < 0 ? numbered.length() : end));
            begin = end < 0 ? numbered.length() + 1 : end + mark.length();
        }
        return values;
    }

    private static String filled(String sql, List<String> values) {
        StringBuilder filled = new StringBuilder();
        int used = 0;
        boolean quoted = false;
        for (char c : sql.toCharArray()) {
            quoted ^= c == '\'';
            if (c == '?' && !quoted) {
                filled.append(values.get(used++));
            } else {
                filled.append(c);
            }
        }
        return filled.toString();
    }
}
