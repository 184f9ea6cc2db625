package dev.tr50.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts the changes of definitions that are not on the disk yet: what was published under them cannot be read without them. */
final class PendingDefinitions {

    private final Supplier<CompletableFuture<Void>> durable;
    private final AtomicInteger pending = new AtomicInteger();

    /** @param durable brings what is committed to the disk */
    PendingDefinitions(Supplier<CompletableFuture<Void>> durable) {
        this.durable = durable;
    }

    /** Makes a change, which is pending from before anybody can see it until it is on the disk; for ever when it does not get there. */
    <T> T change(Supplier<T> change) {
        pending.incrementAndGet();
        try {
            return change.get();
        } finally {
            durable.get().thenRun(pending::decrementAndGet);
        }
    }

    /** Whether there are any. */
    boolean any() {
        return pending.get() > 0;
    }
}
