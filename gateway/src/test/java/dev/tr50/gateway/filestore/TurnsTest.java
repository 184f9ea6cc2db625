package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Turns turns = new Turns(2);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void stop() {
        go.countDown();
        vertx.close();
    }

    private Future<Integer> piece(int number) {
        return turns.take(vertx.getOrCreateContext(), () -> {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            go.await();
            running.decrementAndGet();
            if (number % 3 == 0) {
                throw new IllegalStateException("a piece that fails");
            }
            return number;
        });
    }

    @Test
    void only_so_many_run_at_a_time_and_all_get_their_turn_also_behind_those_that_fail() {
        List<Future<Integer>> pieces = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pieces.add(piece(i));
        }
        await().until(() -> running.get() == 2);

        go.countDown();

        await().until(() -> pieces.stream().allMatch(Future::isComplete));
        assertThat(pieces.stream().filter(Future::succeeded)).hasSize(20);
        assertThat(mostRunning).hasValue(2);
    }
}
