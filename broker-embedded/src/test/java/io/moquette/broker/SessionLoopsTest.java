package io.moquette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moquette.interception.BrokerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionLoopsTest {

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final BrokerInterceptor interceptor = new BrokerInterceptor(List.of());
    private final SessionLoops loops = new SessionLoops(interceptor, 4, Duration.ofSeconds(5), new SessionObserver() {
        @Override
        public void messageLost() {}

        @Override
        public void notRetained() {}

        @Override
        public void sessionEnded(String sessionId) {
            throw new AssertionError("no session here");
        }

        @Override
        public void publishLost(String sessionId, int packetId) {
            throw new AssertionError("no publication here");
        }

        @Override
        public void publishRefused(String sessionId, int packetId) {
            throw new AssertionError("no publication here");
        }

        @Override
        public void commandFailed(String sessionId, String command, Throwable cause) {
            failures.add(sessionId + " " + command + " " + cause.getClass().getSimpleName());
        }
    });

    @AfterEach
    void stop() {
        loops.terminate();
        interceptor.stop();
    }

    @Test
    void a_loop_survives_whatever_a_command_throws() {
        AtomicInteger carriedOut = new AtomicInteger();
        List<Callable<Void>> commands = List.of(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> recurse(0),
                () -> {
                    throw new OutOfMemoryError("of a hostile filter");
                },
                () -> {
                    carriedOut.incrementAndGet();
                    return null;
                });
        commands.forEach(command -> loops.routeCommand("one", "try", command));
        await().untilAsserted(() -> assertThat(carriedOut).hasValue(1));
        assertThat(failures)
                .containsExactly(
                        "one try IllegalStateException", "one try StackOverflowError", "one try OutOfMemoryError");
    }

    private static Void recurse(int depth) {
        return depth < 0 ? null : recurse(depth + 1 & Integer.MAX_VALUE);
    }

    @Test
    void whoever_brings_more_than_a_loop_can_take_waits_and_nothing_is_lost() {
        CountDownLatch busy = new CountDownLatch(1);
        AtomicInteger carriedOut = new AtomicInteger();
        Thread bringer = new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                loops.routeCommand("one", "count", () -> {
                    busy.await();
                    carriedOut.incrementAndGet();
                    return null;
                });
            }
        });
        bringer.start();
        await().until(() -> bringer.getState() == Thread.State.TIMED_WAITING);
        busy.countDown();
        await().untilAsserted(() -> assertThat(carriedOut).hasValue(50));
        assertThat(failures).isEmpty();
    }

    @Test
    void every_session_has_a_loop_whatever_its_hash() {
        String smallest = "polygenelubricants";
        assertThat(smallest.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(loops.targetQueueOrdinal(smallest)).isBetween(0, loops.getEventLoopCount() - 1);
    }
}
