package dev.tr50.broker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

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
