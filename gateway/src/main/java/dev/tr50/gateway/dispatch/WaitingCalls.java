package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The commands whose callers wait for somebody else: so many of one session, so many in all. */
public final class WaitingCalls {
    private final int mostOfSession;
    private final int mostInAll;
    private final LimitCounts counts;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> bySession = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * @param mostOfSession of one session, an MQTT connection or an HTTP session, at least 1
     * @param mostInAll at least 1
     */
    public WaitingCalls(int mostOfSession, int mostInAll, LimitCounts counts) {
        this.mostOfSession = mostOfSession;
        this.mostInAll = mostInAll;
        this.counts = counts;
    }

    /** How many wait now. */
    public int size() {
        return all.get();
    }

    /**
     * Takes a place for a call that is about to begin.
     *
     * @throws CommandException when there is none, or the gateway stops
     */
    void enter(Caller caller) {
        if (stopping) {
            throw stop();
        }
        if (all.incrementAndGet() > mostInAll) {
            all.decrementAndGet();
            throw tooMany("The gateway waits for " + mostInAll + " calls already");
        }
        if (bySession.merge(caller.sessionId(), 1, Integer::sum) > mostOfSession) {
            leave(caller);
            throw tooMany("Your session waits for " + mostOfSession + " calls already");
        }
    }

    /** Gives the place back. */
    void leave(Caller caller) {
        bySession.compute(caller.sessionId(), (session, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }

    /** A call that entered waits, until its future is complete. */
    void await(CompletableFuture<?> call) {
        waiting.add(call);
        call.whenComplete((result, failure) -> waiting.remove(call));
        if (stopping) {
            call.completeExceptionally(stop());
        }
    }

    /** Answers every call with an error, and every one to come. */
    public void end() {
        stopping = true;
        List.copyOf(waiting).forEach(call -> call.completeExceptionally(stop()));
    }

    private CommandException tooMany(String why) {
        counts.met(Limit.WAITING_CALLS);
        return new CommandException(ErrorCode.RATE_LIMITED, why + ", this one was not begun");
    }

    private static CommandException stop() {
        return new CommandException(ErrorCode.RATE_LIMITED, "The gateway is stopping");
    }
}
