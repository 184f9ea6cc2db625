package dev.tr50.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Workers workers = new Workers();
    private final CountDownLatch stall = new CountDownLatch(1);

    @AfterEach
    void stop() {
        stall.countDown();
        workers.close(PATIENCE);
    }

    @Test
    void what_has_to_be_done_now_and_then_does_not_gather_when_it_takes_long() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        workers.repeat(
                () -> {
                    begun.incrementAndGet();
                    stand();
                },
                PAUSE);
        workers.repeat(others::incrementAndGet, PAUSE);

        await().atMost(PATIENCE).until(() -> others.get() > 20);
        assertThat(begun).hasValue(1);

        stall.countDown();
        await().atMost(PATIENCE).until(() -> begun.get() > 1);
    }

    @Test
    void it_takes_no_thread_from_commands() {
        for (int i = 0; i < 100; i++) {
            workers.repeat(this::stand, PAUSE);
        }
        CountDownLatch all = new CountDownLatch(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            workers.execute(() -> {
                all.countDown();
                stand();
            });
        }

        await().atMost(PATIENCE).until(() -> all.getCount() == 0);
    }

    @Test
    void those_who_come_again_and_again_take_no_thread_from_the_others() {
        for (int i = 0; i < 100; i++) {
            workers.again().execute(this::stand);
        }
        CountDownLatch all = new CountDownLatch(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            workers.execute(all::countDown);
        }

        await().atMost(PATIENCE).until(() -> all.getCount() == 0);
    }

    private void stand() {
        try {
            stall.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
