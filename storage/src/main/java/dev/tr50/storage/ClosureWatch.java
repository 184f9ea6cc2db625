package dev.tr50.storage;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once, that H2 has closed the database by itself. It does so when it cannot write, or finds a state that it does
 * not understand; no call succeeds from then on.
 */
final class ClosureWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClosureWatch.class);

    private final MVStore store;
    private final AtomicBoolean told = new AtomicBoolean();

    ClosureWatch(MVStore store) {
        this.store = store;
    }

    /** From now on a closed database is what was asked for. */
    void closing() {
        told.set(true);
    }

    /** To be called after every failure of the database. */
    void failed(Throwable failure) {
        Throwable panic = store.getPanicException();
        if ((panic != null || store.isClosed()) && told.compareAndSet(false, true)) {
            LOG.error(
                    "The database has closed itself: {}. Restart the gateway; until then every command that needs the database fails.",
                    words(panic == null ? failure : panic));
        }
    }

    private static String words(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.toLowerCase(Locale.ROOT).contains("no space left")
                ? "the disk is full"
                : root.getClass().getSimpleName() + ", " + message;
    }
}
