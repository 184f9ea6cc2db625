package dev.tr50.broker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A question to every thread of a broker, answered when the last of them has come to it. */
final class RoundOfThreads {

    private RoundOfThreads() {}

    static CompletableFuture<Void> start(BrokerCore core, List<EventLoopGroup> groups, List<Channel> listeners) {
        if (!listeners.stream().allMatch(Channel::isOpen)) {
            return CompletableFuture.failedFuture(new IllegalStateException("a port is closed"));
        }
        List<CompletableFuture<Void>> answers = new ArrayList<>(core.moquette().askThreads());
        for (EventLoopGroup group : groups) {
            for (EventExecutor thread : group) {
                answers.add(ask(thread));
            }
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Waits until the threads of connections that were closed have told the sessions, and until these know of it: what a session
     * owed somebody is taken back only then.
     *
     * @param seconds the longest time for either
     */
    static void settle(BrokerCore core, Collection<? extends EventExecutor> threads, long seconds) {
        await(threads.stream().map(RoundOfThreads::ask).toList(), seconds);
        await(core.moquette().askThreads(), seconds);
    }

    /** A thread that has stopped has nothing left to tell. */
    private static void await(List<CompletableFuture<Void>> answers, long seconds) {
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .exceptionally(stopped -> null)
                .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                .join();
    }

    private static CompletableFuture<Void> ask(EventExecutor thread) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> answer.complete(null));
        } catch (RejectedExecutionException stopped) {
            answer.completeExceptionally(stopped);
        }
        return answer;
    }
}
