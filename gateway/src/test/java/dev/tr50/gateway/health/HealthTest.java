package dev.tr50.gateway.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Part WELL = new Part("well", "component", () -> {});

    private final CountDownLatch never = new CountDownLatch(1);
    private Health health;

    @AfterEach
    void stop() {
        health.close();
        never.countDown();
    }

    private void of(Duration patience, Part... parts) {
        health = new Health("1.2.3", List.of(parts), Clock.systemUTC(), patience);
    }

    private Report report() {
        return health.report().toCompletableFuture().join();
    }

    private String json() {
        return new String(report().json(), UTF_8);
    }

    @Test
    void all_parts_that_work_make_a_pass() {
        of(Duration.ofSeconds(20), WELL);

        assertThat(report().passes()).isTrue();
        assertThat(json())
                .startsWith(
                        "{\"status\":\"pass\",\"version\":\"1.2.3\",\"description\":\"tr50-gateway\",\"checks\":{\"well\":[{\"componentType\":\"component\",\"status\":\"pass\",")
                .doesNotContain("output");
    }

    @Test
    void one_part_that_fails_fails_the_whole_and_its_reason_stays_in_the_log() {
        of(Duration.ofSeconds(20), WELL, new Part("sick", "component", () -> {
            throw new IllegalStateException("secret path");
        }));

        assertThat(report().passes()).isFalse();
        assertThat(json())
                .contains("\"sick\":[{\"componentType\":\"component\",\"status\":\"fail\"")
                .contains("\"output\":\"it does not work; the gateway's log tells why\"")
                .doesNotContain("secret path");
    }

    @Test
    void a_part_that_hangs_fails_in_time_and_is_asked_once_until_it_answers() {
        AtomicInteger asked = new AtomicInteger();
        of(Duration.ofMillis(50), WELL, new Part("stuck", "component", () -> {
            asked.incrementAndGet();
            never.await();
        }));

        assertThat(json()).contains("\"output\":\"no answer within 0 s\"");
        await().until(() -> json().contains("an earlier check has not ended yet"));
        assertThat(asked).hasValue(1);

        never.countDown();
        await().untilAsserted(() -> assertThat(report().passes()).isTrue());
    }

    @Test
    void a_flood_of_questions_is_one_question_to_the_parts() {
        AtomicInteger asked = new AtomicInteger();
        of(Duration.ofSeconds(20), new Part("slow", "component", () -> {
            asked.incrementAndGet();
            never.await();
        }));

        for (int i = 0; i < 10_000; i++) {
            health.report();
        }
        never.countDown();

        assertThat(report().passes()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
