package dev.tr50.broker;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Asks the authenticator on threads of its own, so that a slow password hash holds up nobody else. */
final class Reception implements AutoCloseable {

    private static final int WAITING_ROOM = 10_000;
    private static final int IDLE_SECONDS = 30;
    private static final int THREADS = 4;

    private final Authenticator authenticator;
    private final long timeoutMillis;
    private final ThreadPoolExecutor threads;

    Reception(Authenticator authenticator, BrokerSettings settings) {
        this.authenticator = authenticator;
        this.timeoutMillis = settings.patience().authentication().toMillis();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_ROOM),
                new DefaultThreadFactory("mqtt-authentication", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Completes with a verdict, or exceptionally when there is none in time. */
    CompletionStage<Verdict> ask(Login login) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        try {
            threads.execute(() -> askNow(login, verdict));
        } catch (RejectedExecutionException full) {
            verdict.completeExceptionally(full);
        }
        return verdict.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private void askNow(Login login, CompletableFuture<Verdict> verdict) {
        if (verdict.isDone()) {
            return;
        }
        try {
            authenticator.authenticate(login).whenComplete((answer, failure) -> {
                if (failure == null) {
                    verdict.complete(answer);
                } else {
                    verdict.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            verdict.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
