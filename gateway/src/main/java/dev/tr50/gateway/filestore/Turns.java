package dev.tr50.gateway.filestore;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;

/** Work of which only so much is done at a time, because each piece needs much memory; the rest waits, first come, first served. */
final class Turns {
    private final int most;
    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
    private int running;

    /** @param most pieces at a time, at least 1 */
    Turns(int most) {
        this.most = most;
    }

    /** Does the work on a worker thread of the context when it is its turn. */
    <T> Future<T> take(Context context, Callable<T> work) {
        return next().compose(mine -> context.executeBlocking(work, false).onComplete(done -> end()));
    }

    private synchronized Future<Void> next() {
        if (running < most) {
            running++;
            return Future.succeededFuture();
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        return turn.future();
    }

    private void end() {
        Promise<Void> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.complete();
        }
    }
}
