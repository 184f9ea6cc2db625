package dev.tr50.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The pool of connections and the two ways to use one. */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final long CONNECTION_WAIT_MS = 15_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String UNIQUE_VIOLATION = "23505";

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final H2 h2;
    private final ReentrantLock changes;
    private final ClosureWatch watch;
    private final ScopeStamps stamps = new ScopeStamps();

    private Database(HikariDataSource pool, Jdbi jdbi, H2 h2) {
        this.pool = pool;
        this.jdbi = jdbi;
        this.h2 = h2;
        this.changes = h2.changes();
        this.watch = h2.watch();
    }

    /**
     * Prepares for a database that will be open soon. Most of it is loading classes, which takes as long as opening the
     * database does, and goes well beside it.
     */
    static CompletableFuture<Function<H2, Database>> prepare() {
        return CompletableFuture.supplyAsync(() -> {
            HikariConfig config = config();
            AtomicReference<HikariDataSource> pool = new AtomicReference<>();
            Jdbi jdbi = Jdbi.create(() -> pool.get().getConnection());
            jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
            jdbi.registerArrayType(String.class, "varchar");
            jdbi.registerArrayType(Long.class, "bigint");
            jdbi.registerArrayType(byte[].class, "bytea");
            return h2 -> {
                config.setDataSource(h2.source());
                pool.set(new HikariDataSource(config));
                return new Database(pool.get(), jdbi, h2);
            };
        });
    }

    private static HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("storage");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MS);
        return config;
    }

    HikariPoolMXBean connections() {
        return pool.getHikariPoolMXBean();
    }

    /** Runs queries; what changes something goes through {@link #write}. */
    <T> T read(HandleCallback<T, RuntimeException> statements) {
        try {
            return jdbi.withHandle(statements);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    /** Runs queries of one table that all see it as it is at the first of them. */
    <T> T snapshot(HandleCallback<T, RuntimeException> statements) {
        try {
            return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, statements);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    /** Runs statements of which all take effect or none, beside no other change: see {@link H2#changes}. */
    <T> T write(HandleCallback<T, RuntimeException> statements) {
        return change(statements, h2::changed);
    }

    /** The same for what changes the files of a scope: whoever has lists of them must hear of it. */
    <T> T write(Scope scope, HandleCallback<T, RuntimeException> statements) {
        stamps.begin(scope);
        try {
            return write(statements);
        } finally {
            stamps.end(scope);
        }
    }

    /** The same for what changes any number of scopes. */
    <T> T writeScopes(HandleCallback<T, RuntimeException> statements) {
        stamps.beginAll();
        try {
            return write(statements);
        } finally {
            stamps.endAll();
        }
    }

    ScopeStamps stamps() {
        return stamps;
    }

    /** The same for what nobody waits for: it reaches the disk with the next change that somebody does wait for. */
    <T> T writeEventually(HandleCallback<T, RuntimeException> statements) {
        return change(statements, () -> {});
    }

    /** Has the next sync bring everything to the disk that was written eventually. */
    void changed() {
        changes.lock();
        try {
            h2.changed();
        } finally {
            changes.unlock();
        }
    }

    /**
     * For whoever makes one change after another: lets those who wait go first. A lock that is free goes to whoever runs, not to
     * who waited longest.
     */
    void giveWay() {
        if (changes.hasQueuedThreads()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private <T> T change(HandleCallback<T, RuntimeException> statements, Runnable notice) {
        changes.lock();
        try {
            notice.run();
            return jdbi.inTransaction(statements);
        } catch (JdbiException e) {
            throw failure(e);
        } finally {
            changes.unlock();
        }
    }

    private StorageException failure(JdbiException e) {
        watch.failed(e);
        return DatabaseFailure.of(e);
    }

    /** Like {@link #write}, and tells a taken unique key from every other failure. */
    <T> T create(String whatExists, HandleCallback<T, RuntimeException> statements) {
        try {
            return write(statements);
        } catch (StorageException e) {
            if (isUniqueViolation(e)) {
                throw new AlreadyExistsException(whatExists, e);
            }
            throw e;
        }
    }

    private static boolean isUniqueViolation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    static <S extends SqlStatement<S>> S bindTexts(S statement, String name, List<String> texts) {
        return statement.bindArray(name, String.class, texts.toArray());
    }

    @Override
    public void close() {
        pool.close();
    }
}
