package dev.tr50.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Connection;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.thing.Presence;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StuckClientTest {
    private final Timer timer = new Timer();
    private boolean writable = true;
    private final List<String> closed = new ArrayList<>();
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                return switch (method.getName()) {
                    case "principal" -> Caller.nobody(new Caller.Origin("MQTT", "here"), Instant.EPOCH);
                    case "isWritable" -> writable;
                    case "isOpen" -> closed.isEmpty();
                    case "close" -> closed.add((String) arguments[0]);
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            });
    private final MqttDoor door = new MqttDoor(
            null,
            null,
            1000,
            () -> new RateLimit(1, new LimitCounts()),
            new Presence(),
            new Turns(Runnable::run, Runnable::run, Runnable::run),
            timer,
            new LimitCounts());

    /** Does what it is to do when it is told that the time has come. */
    private static final class Timer extends ScheduledThreadPoolExecutor {
        private final Map<ScheduledFuture<?>, Runnable> waiting = new LinkedHashMap<>();
        private Duration delay;

        Timer() {
            super(1);
            setRemoveOnCancelPolicy(true);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long time, TimeUnit unit) {
            ScheduledFuture<?> later = super.schedule(task, time, unit);
            waiting.put(later, task);
            delay = Duration.of(time, unit.toChronoUnit());
            return later;
        }

        void timeHasCome() {
            waiting.forEach((later, task) -> {
                if (!later.isCancelled()) {
                    task.run();
                }
            });
            waiting.clear();
        }
    }

    private void writable(boolean now) {
        writable = now;
        door.writabilityChanged(connection);
    }

    @BeforeEach
    void connect() {
        door.connected(connection);
        writable(false);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void a_client_that_has_not_read_its_replies_for_half_a_minute_is_cut_off() {
        assertThat(closed).isEmpty();
        assertThat(timer.delay).isEqualTo(Duration.ofSeconds(30));

        timer.timeHasCome();

        assertThat(closed).singleElement().asString().contains("30 s");
    }

    @Test
    void a_client_that_reads_in_time_is_left_alone() {
        writable(true);

        timer.timeHasCome();

        assertThat(closed).isEmpty();
    }

    @Test
    void a_client_that_has_read_in_between_has_the_whole_time_again() {
        List<ScheduledFuture<?>> first = List.copyOf(timer.waiting.keySet());
        assertThat(first).singleElement().matches(end -> !end.isCancelled());

        writable(true);
        writable(false);

        assertThat(first).allMatch(ScheduledFuture::isCancelled);
        timer.timeHasCome();
        assertThat(closed).hasSize(1);
    }

    @Test
    void however_often_a_client_stops_to_read_no_more_than_one_end_of_patience_is_waited_for() {
        for (int i = 0; i < 1000; i++) {
            writable(true);
            writable(false);
            writable(false);
        }

        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void nothing_is_waited_for_when_it_has_left() {
        door.disconnected(connection);

        assertThat(timer.getQueue()).isEmpty();
    }
}
