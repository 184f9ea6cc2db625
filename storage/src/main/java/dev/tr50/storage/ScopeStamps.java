package dev.tr50.storage;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells without a look into the database that the files of a scope are as they were: only this process changes it, and each change is
 * told here before its transaction begins and after it has ended.
 *
 * <p>Several scopes share a stamp, so that there is a bound. A stamp that moved for another scope, or for a change that was
 * taken back, costs whoever asks a look at the scope's revision and nothing else.
 */
final class ScopeStamps {

    private static final int SHARED_BY_ALL = 0;
    private static final int STAMPS = 4096;

    private final AtomicLongArray begun = new AtomicLongArray(STAMPS);
    private final AtomicLongArray ended = new AtomicLongArray(STAMPS);

    /** What stays the same until a change of the scope begins; empty while one is under way. */
    OptionalLong of(Scope scope) {
        int place = place(scope);
        // In this order: a change that begins in between is seen as one that has not ended.
        long changesEnded = ended.get(SHARED_BY_ALL) + ended.get(place);
        long changesBegun = begun.get(SHARED_BY_ALL) + begun.get(place);
        return changesBegun == changesEnded ? OptionalLong.of(changesBegun) : OptionalLong.empty();
    }

    /** Before the transaction. */
    void begin(Scope scope) {
        begun.incrementAndGet(place(scope));
    }

    /** After the transaction, whatever has become of it. */
    void end(Scope scope) {
        ended.incrementAndGet(place(scope));
    }

    /** The same for a change of any number of scopes. */
    void beginAll() {
        begun.incrementAndGet(SHARED_BY_ALL);
    }

    /** The same for a change of any number of scopes. */
    void endAll() {
        ended.incrementAndGet(SHARED_BY_ALL);
    }

    private static int place(Scope scope) {
        return 1 + Math.floorMod(Long.hashCode(scope.id()), STAMPS - 1);
    }
}
