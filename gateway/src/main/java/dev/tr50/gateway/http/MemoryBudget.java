package dev.tr50.gateway.http;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The memory that bodies from clients, or answers to them, may take together: whoever would need more is told to come back later.
 * A quarter of it is for the small ones, which everybody needs to log in and to say what is the matter. Used by any number of threads.
 */
public final class MemoryBudget {
    /** What may use the last quarter, in bytes. */
    public static final int SMALL = 16 * 1024;

    private static final int SECONDS = 1;

    private final long most;
    private final String refusal;
    private final Runnable exceeded;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param most bytes
     * @param refusal the text of a refusal
     * @param exceeded is told of each
     */
    public MemoryBudget(long most, String refusal, Runnable exceeded) {
        this.most = most;
        this.refusal = refusal;
        this.exceeded = exceeded;
    }

    /**
     * A part of the largest heap that this process may have.
     *
     * @param parts how many of them would make the whole heap
     * @param largest what one client alone must be able to take, in bytes
     * @param refusal the text of a refusal
     * @param exceeded is told of each
     */
    public static MemoryBudget ofHeap(int parts, long largest, String refusal, Runnable exceeded) {
        return new MemoryBudget(
                Math.max(Runtime.getRuntime().maxMemory() / parts, largest + largest / 2), refusal, exceeded);
    }

    /** For where there is memory enough. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE / 2, "", () -> {});
    }

    /**
     * Does what needs memory, and takes back what it took of the budget when it is done, however that ends.
     *
     * @param work takes what it needs when it knows it
     */
    public <T> Future<T> lend(Function<Share, Future<T>> work) {
        Share share = new Share();
        return Future.succeededFuture(share).compose(work).onComplete(done -> share.giveBack());
    }

    /** Status 503, counted as one that was exceeded. */
    public HttpRefused refusal() {
        exceeded.run();
        return HttpRefused.busy(refusal, SECONDS);
    }

    /** Bytes that are in use. */
    public long taken() {
        return taken.get();
    }

    private boolean take(long bytes, boolean small) {
        long room = (small ? most : most - most / 4) - bytes;
        return taken.getAndUpdate(before -> before > room ? before : before + bytes) <= room;
    }

    /** What one request has of the budget. */
    public final class Share {
        private long bytes;
        private boolean ended;

        private Share() {}

        /**
         * Sees to it that the share is at least so large.
         *
         * @param wanted bytes in all
         * @throws HttpRefused status 503 when there is no room for them now
         */
        public synchronized void growTo(long wanted) {
            if (wanted <= bytes) {
                return;
            }
            if (ended || !take(wanted - bytes, wanted <= SMALL)) {
                throw refusal();
            }
            bytes = wanted;
        }

        private synchronized void giveBack() {
            taken.addAndGet(-bytes);
            bytes = 0;
            ended = true;
        }
    }
}
