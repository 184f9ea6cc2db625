package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Who waits for the answer to which message. Several may wait for one. They are in memory, since their connections do not outlive
 * the process; how many there may be is bounded where commands begin to wait.
 */
public final class WaitingCallers {
    private final ScheduledExecutorService timer;
    private final Map<String, List<CompletableFuture<Object>>> byMessage = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    public WaitingCallers(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Begins to wait. The future completes with the answer, or fails with a {@link CommandException} when there was none in
     * time; whoever completes it otherwise waits no longer.
     */
    CompletableFuture<Object> await(String messageId, String thingKey, Duration patience) {
        CompletableFuture<Object> caller = new CompletableFuture<>();
        byMessage.merge(messageId, List.of(caller), WaitingCallers::joined);
        waiting.incrementAndGet();
        ScheduledFuture<?> end = timer.schedule(
                () -> caller.completeExceptionally(timedOut(thingKey, patience)),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        caller.whenComplete((answer, failure) -> {
            end.cancel(false);
            waiting.decrementAndGet();
            leave(messageId, caller);
        });
        return caller;
    }

    private void leave(String messageId, CompletableFuture<Object> caller) {
        byMessage.computeIfPresent(messageId, (id, callers) -> {
            List<CompletableFuture<Object>> rest =
                    callers.stream().filter(other -> other != caller).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Whether anybody waits for this message. */
    boolean isAwaited(String messageId) {
        return byMessage.containsKey(messageId);
    }

    /** Gives everybody who waits for a message its answer; null for a success that says nothing. */
    void answer(String messageId, Object answer) {
        byMessage.getOrDefault(messageId, List.of()).forEach(caller -> caller.complete(answer));
    }

    /** Tells everybody who waits for a message why there is no answer. */
    void refuse(String messageId, CommandException why) {
        byMessage.getOrDefault(messageId, List.of()).forEach(caller -> caller.completeExceptionally(why));
    }

    /** How many wait now. */
    public int size() {
        return waiting.get();
    }

    private static CommandException timedOut(String thingKey, Duration patience) {
        return new CommandException(
                ErrorCode.TIMED_OUT,
                "Method timed out: " + thingKey + " did not answer within " + patience.toSeconds() + " s");
    }
}
