package dev.tr50.gateway.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private static final Thing PUMP = new Thing(
            "0123456789abcdef01234567",
            "group",
            "pump",
            "Pump",
            null,
            "default",
            List.of(),
            List.of(),
            Identifiers.NONE,
            "test",
            Instant.EPOCH,
            "test",
            Instant.EPOCH,
            null,
            null,
            new Scope(1),
            null,
            null,
            true);

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> syncs = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final ChangeFeed feed = new ChangeFeed(this::sync, workers::add, new FaultLog(), new LimitCounts());
    private boolean wanted = true;
    private String poison = "";

    private CompletableFuture<Void> sync() {
        syncs.add(new CompletableFuture<>());
        return syncs.get(syncs.size() - 1);
    }

    @BeforeEach
    void deliver() {
        feed.deliverTo(new ChangeFeed.Delivery() {
            @Override
            public boolean isWanted(String groupId, String topic) {
                return wanted;
            }

            @Override
            public void publish(String groupId, String topic, byte[] payload) {
                String message = topic + " " + new String(payload, UTF_8);
                if (message.equals(poison)) {
                    throw new IllegalStateException("a bug in the broker");
                }
                published.add(message);
            }
        });
    }

    private void value(int value) {
        feed.valueChanged(PUMP, "property", "rpm", () -> Integer.toString(value));
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    @Test
    void a_value_is_published_when_it_is_on_disk_and_not_before() {
        value(1);
        work();
        assertThat(published).isEmpty();

        syncs.get(0).complete(null);
        work();
        assertThat(published).containsExactly("thing/pump/property/rpm 1");
    }

    @Test
    void what_changes_while_the_disk_is_waited_for_comes_after_and_shares_the_next_sync() {
        value(1);
        work();
        value(2);
        feed.connectionChanged(PUMP, true);
        value(3);
        work();
        assertThat(syncs).hasSize(1);

        syncs.get(0).complete(null);
        work();
        assertThat(syncs).hasSize(2);
        assertThat(published).hasSize(1);
        syncs.get(1).complete(null);
        work();
        assertThat(published)
                .containsExactly(
                        "thing/pump/property/rpm 1",
                        "thing/pump/property/rpm 2",
                        "thing/pump/connection true",
                        "thing/pump/property/rpm 3");
    }

    @Test
    void a_connection_does_not_wait_for_the_disk() {
        feed.connectionChanged(PUMP, false);
        work();

        assertThat(syncs).isEmpty();
        assertThat(published).containsExactly("thing/pump/connection false");
    }

    @Test
    void what_nobody_subscribed_to_costs_nothing_more_than_to_find_that_out() {
        wanted = false;
        feed.valueChanged(PUMP, "property", "rpm", () -> {
            throw new AssertionError("the text is not needed");
        });

        assertThat(workers).isEmpty();
    }

    @Test
    void what_did_not_reach_the_disk_is_not_published_and_the_next_is() {
        value(1);
        work();
        syncs.get(0).completeExceptionally(new IllegalStateException("the disk is gone"));
        work();
        value(2);
        work();
        syncs.get(1).complete(null);
        work();

        assertThat(published).containsExactly("thing/pump/property/rpm 2");
    }

    @Test
    void a_change_that_cannot_be_published_does_not_keep_the_next_ones() {
        poison = "thing/pump/property/rpm 1";
        value(1);
        value(2);
        work();
        syncs.get(0).complete(null);
        work();

        assertThat(published).containsExactly("thing/pump/property/rpm 2");
    }

    @Test
    void what_waits_is_bounded() {
        for (int i = 0; i < 100_010; i++) {
            value(i);
        }
        while (published.size() < 100_000) {
            work();
            syncs.get(syncs.size() - 1).complete(null);
            work();
        }
        work();

        assertThat(published).hasSize(100_000).last().isEqualTo("thing/pump/property/rpm 99999");
    }

    @Test
    void what_waits_is_bounded_by_its_size_too_and_what_was_published_counts_no_longer() {
        String longest = "x".repeat(1 << 20);
        for (int i = 0; i < 70; i++) {
            feed.valueChanged(PUMP, "attribute", "note", () -> longest);
        }
        work();
        feed.valueChanged(PUMP, "attribute", "note", () -> "while they wait for the disk");
        syncs.get(0).complete(null);
        work();
        assertThat(published).hasSize(64);

        feed.valueChanged(PUMP, "attribute", "note", () -> "when they are gone");
        work();
        syncs.get(1).complete(null);
        work();
        assertThat(published).hasSize(65).last().isEqualTo("thing/pump/attribute/note when they are gone");
    }
}
