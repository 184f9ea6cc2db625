package io.moquette.broker;

import io.moquette.interception.BrokerInterceptor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/** The threads that carry out session commands. Whatever a command throws, its thread goes on. */
final class SessionLoops extends SessionEventLoopGroup {

    private final SessionObserver observer;

    SessionLoops(BrokerInterceptor interceptor, int queueCapacity, SessionObserver observer) {
        super(interceptor, queueCapacity);
        this.observer = observer;
    }

    /** Of the absolute value of {@code Integer.MIN_VALUE}, the remainder is negative: hence floorMod. */
    @Override
    int targetQueueOrdinal(String sessionId) {
        return Math.floorMod(sessionId.hashCode(), getEventLoopCount());
    }

    @Override
    public PostOffice.RouteResult routeCommand(String sessionId, String command, Callable<Void> action) {
        PostOffice.RouteResult result = super.routeCommand(sessionId, command, () -> {
            carryOut(sessionId, command, action);
            return null;
        });
        if (sessionId != null && !result.isSuccess()) {
            observer.commandFailed(sessionId, command, new RejectedExecutionException("too many commands wait"));
        }
        return result;
    }

    /** Errors are caught too: a hostile packet that exhausts stack or heap must cost its sender only. */
    private void carryOut(String sessionId, String command, Callable<Void> action) {
        try {
            action.call();
        } catch (Throwable thrown) {
            observer.commandFailed(sessionId, command, thrown);
        }
    }
}
