package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ClosureWatchTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(ClosureWatch.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void a_database_that_a_full_disk_has_closed_is_told_of_once() {
        fail(new IOException("No space left on device"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .startsWith("The database has closed itself: the disk is full. Restart the gateway;");
        });
    }

    @Test
    void any_other_cause_is_told_as_the_disk_told_it() {
        fail(new IOException("Input/output error"));

        assertThat(lines.list)
                .singleElement()
                .asString()
                .contains("The database has closed itself: IOException, Input/output error. Restart");
    }

    @Test
    void a_storage_that_was_closed_on_purpose_is_not_told_of() {
        Storage storage = Storage.open(folder);
        storage.close();

        assertThatThrownBy(() -> storage.groups().all()).isInstanceOf(StorageException.class);
        assertThat(lines.list).isEmpty();
    }

    private void fail(IOException reason) {
        RecordedDisk disk = RecordedFilePath.register();
        Storage storage = Storage.open(folder, RecordedFilePath.SCHEME, Steps.NOBODY);
        try {
            // Else H2's own writer may meet the broken disk first.
            storage.database().read(handle -> handle.execute("SET WRITE_DELAY 60000"));
            storage.durable().join();
            storage.groups().create("G", "G");
            disk.fail(reason);
            assertThatThrownBy(() -> storage.durable().join()).isInstanceOf(CompletionException.class);
            assertThatThrownBy(() -> storage.durable().join()).isInstanceOf(CompletionException.class);
        } finally {
            // Says that it cannot, or not: as H2 happens to have got.
            catchThrowable(storage::close);
        }
    }
}
