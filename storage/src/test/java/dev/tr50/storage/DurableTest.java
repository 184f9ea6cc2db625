package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DurableTest {

    @Test
    void those_who_wait_during_one_sync_share_the_next() {
        AtomicInteger syncs = new AtomicInteger();
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        try (GroupCommit commit = new GroupCommit("test", () -> {
            if (syncs.incrementAndGet() == 1) {
                firstRuns.countDown();
                firstMayEnd.await();
            }
        })) {
            CompletableFuture<Void> first = commit.durable();
            await(firstRuns);
            List<CompletableFuture<Void>> others =
                    Stream.generate(commit::durable).limit(100).toList();
            assertThat(others).noneMatch(CompletableFuture::isDone);

            firstMayEnd.countDown();
            first.join();
            others.forEach(CompletableFuture::join);

            assertThat(syncs).hasValue(2);
        }
    }

    @Test
    void a_failed_sync_fails_those_who_wait_and_no_one_after_them() {
        AtomicInteger syncs = new AtomicInteger();
        try (GroupCommit commit = new GroupCommit("test", () -> {
            if (syncs.incrementAndGet() == 1) {
                throw new java.io.IOException("the disk is gone");
            }
        })) {
            CompletableFuture<Void> failing = commit.durable();
            assertThatThrownBy(failing::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StorageException.class)
                    .hasRootCauseMessage("the disk is gone");
            commit.durable().join();
        }
    }

    @Test
    void closing_syncs_for_those_who_wait_and_refuses_those_who_come_later() {
        GroupCommit commit = new GroupCommit("test", () -> {});
        CompletableFuture<Void> waiting = commit.durable();

        commit.close();

        assertThat(waiting).isCompleted();
        assertThat(commit.durable()).isCompletedExceptionally();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
