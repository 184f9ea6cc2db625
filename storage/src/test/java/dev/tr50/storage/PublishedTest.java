package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTest {

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private Storage storage;
    private Thing pump;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        pump = storage.things().create(storage.groups().create("G", "G").id(), NewThing.named("pump"));
        storage.durable().join();
    }

    @AfterEach
    void close() {
        goesOn.countDown();
        storage.close();
    }

    @Test
    void what_is_published_does_not_wait_for_a_database_that_stands_still() throws Exception {
        CompletableFuture<Void> change = standStill();
        publish();
        CompletableFuture<Void> everything = storage.durable();

        storage.published().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(everything).isNotDone();
        goesOn.countDown();
        change.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        everything.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void what_is_published_under_a_key_that_was_just_defined_waits_for_its_definition() throws Exception {
        ThingDefinition definition = storage.thingDefinitions().of(pump).orElseThrow();
        CompletableFuture<Void> change = standStill();
        CompletableFuture<Void> defining = CompletableFuture.runAsync(() ->
                storage.thingDefinitions().define(definition, "rpm", PropertyDefinition.named("auto:rpm"), "pump"));
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> storage.pendingDefinitions().any());
        publish();
        CompletableFuture<Boolean> afterwards = storage.published().thenApply(done -> goesOn.getCount() == 0);

        goesOn.countDown();

        assertThat(afterwards.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        change.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        defining.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void once_a_definition_is_on_the_disk_values_wait_for_the_journal_alone_again() throws Exception {
        ThingDefinition definition = storage.thingDefinitions().of(pump).orElseThrow();
        storage.thingDefinitions().define(definition, "rpm", PropertyDefinition.named("auto:rpm"), "pump");
        storage.durable().join();
        standStill();
        publish();

        storage.published().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(goesOn.getCount()).isEqualTo(1);
    }

    @Test
    void what_was_published_is_there_after_the_next_start() {
        publish();
        storage.published().join();
        storage.close();

        storage = Storage.open(folder);

        assertThat(storage.timeSeries().current(pump.id(), PropertySample.KIND, "rpm"))
                .isPresent();
    }

    /** Returns when nobody else can change the database. */
    private CompletableFuture<Void> standStill() throws InterruptedException {
        CompletableFuture<Void> change =
                CompletableFuture.runAsync(() -> storage.database().write(handle -> {
                    standing.countDown();
                    try {
                        goesOn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return null;
                }));
        assertThat(standing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return change;
    }

    private void publish() {
        Sample<PropertySample> sample = new Sample<>(Instant.EPOCH, new PropertySample(1480.5, null));
        storage.timeSeries().add(pump.id(), PropertySample.KIND, "rpm", sample, Recording.NEWS);
    }
}
