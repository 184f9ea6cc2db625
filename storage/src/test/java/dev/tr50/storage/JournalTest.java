package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final byte[] VALUE = {1, 2, 3};

    @TempDir
    Path folder;

    private final Series series = new Series(new SeriesName("owner", "property", "key"), null);

    @BeforeEach
    void register() {
        OrderedFilePath.register();
    }

    private Journal journal(long mostBytes) throws IOException {
        return new Journal(OrderedFilePath.SCHEME, folder, List.of(), 1, mostBytes);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void who_waits_for_the_disk_is_not_kept_by_those_who_publish_without_a_pause() throws Exception {
        try (Journal journal = journal(Long.MAX_VALUE)) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
                while (!enough.get() && journal.bytes() < 64 << 20) {
                    journal.add(series, 0, false, VALUE);
                }
            });
            try {
                while (journal.gatheredBytes() == 0) {
                    Thread.onSpinWait();
                }
                journal.write();
                assertThat(publisher).as("still publishes").isNotDone();
                assertThat(journal.synced()).isPositive();
            } finally {
                enough.set(true);
                publisher.join();
            }
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void who_makes_room_can_ask_how_long_it_is_while_somebody_waits_for_room() throws Exception {
        try (Journal journal = journal(1)) {
            journal.add(series, 0, false, VALUE);
            journal.whenGrown(() -> {
                long bytes = CompletableFuture.supplyAsync(journal::bytes)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join();
                throw new IllegalStateException("asked: " + (bytes > 0));
            });
            assertThatThrownBy(() -> journal.awaitRoom(() -> false)).hasMessage("asked: true");
        }
    }
}
