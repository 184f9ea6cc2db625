package io.moquette.broker;

import io.moquette.interception.BrokerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The threads that carry out session commands. Whatever a command throws, its thread goes on. */
final class SessionLoops extends SessionEventLoopGroup {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final SessionObserver observer;
    private final Duration longestWait;

    /** @param longestWait how long an I/O thread waits for a loop that has too much to do */
    SessionLoops(BrokerInterceptor interceptor, int queueCapacity, Duration longestWait, SessionObserver observer) {
        super(interceptor, queueCapacity);
        this.observer = observer;
        this.longestWait = longestWait;
    }

    /** Of the absolute value of {@code Integer.MIN_VALUE}, the remainder is negative: hence floorMod. */
    @Override
    int targetQueueOrdinal(String sessionId) {
        return Math.floorMod(sessionId.hashCode(), getEventLoopCount());
    }

    /**
     * Where a loop has too much to do, the I/O thread that brings more waits for it, and with it its clients. A loop
     * itself never waits for another: two of them might wait for each other, so it is told that the other takes no more.
     */
    @Override
    public PostOffice.RouteResult routeCommand(String sessionId, String command, Callable<Void> action) {
        Callable<Void> guarded = () -> {
            carryOut(sessionId, command, action);
            return null;
        };
        PostOffice.RouteResult result = super.routeCommand(sessionId, command, guarded);
        if (result.isSuccess() || sessionId == null || Thread.currentThread() instanceof SessionEventLoop) {
            return result;
        }
        long deadline = System.nanoTime() + longestWait.toNanos();
        while (!result.isSuccess() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            result = super.routeCommand(sessionId, command, guarded);
        }
        if (!result.isSuccess()) {
            observer.commandFailed(sessionId, command, new RejectedExecutionException("too many commands wait"));
        }
        return result;
    }

    /** A question to each loop, answered in its turn. A string of one character has that character's code as its hash. */
    List<CompletableFuture<Void>> askAll() {
        return IntStream.range(0, getEventLoopCount())
                .mapToObj(loop -> ask(String.valueOf((char) loop)))
                .toList();
    }

    private CompletableFuture<Void> ask(String sessionId) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Callable<Void> action = () -> {
            answer.complete(null);
            return null;
        };
        if (!super.routeCommand(sessionId, "question", action).isSuccess()) {
            answer.completeExceptionally(new RejectedExecutionException("too many commands wait"));
        }
        return answer;
    }

    /** Errors are caught too: a hostile packet that exhausts stack or heap must cost its sender only. */
    void carryOut(String sessionId, String command, Callable<Void> action) {
        try {
            action.call();
        } catch (Throwable thrown) {
            observer.commandFailed(sessionId, command, thrown);
        }
    }
}
