package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.GatewayProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose kernel lets no file grow beyond 4 MiB: neither those that clients send nor the database. */
@EnabledOnOs(OS.LINUX)
class FailedDatabaseTest {
    /** In blocks of 512 bytes, as the standard has it. */
    private static final String NO_LARGE_FILES = "ulimit -f 8192 && exec \"$@\"";

    private static final int ENOUGH_TO_FILL_IT = 400;

    @TempDir
    Path folder;

    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void files_that_cannot_be_written_leave_nothing_and_a_database_that_has_failed_is_told_plainly() throws Exception {
        Device device;
        List<Path> blobs;
        try (GatewayProcess gateway = GatewayProcess.start(folder, NO_LARGE_FILES)) {
            Filestore files = new Filestore(gateway.httpPort(), gateway.data());
            device = files.device();
            tooLarge(files, device);
            fill(files, device);
            blobs = files.blobs();

            everyRouteFails(files, device);

            files.awaitNoBlobBesides(blobs);
            assertThat(files.send(get("/health")).status()).isEqualTo(503);
        }
        try (GatewayProcess healed = GatewayProcess.start(folder)) {
            Filestore files = new Filestore(healed.httpPort(), healed.data());
            assertThat(files.send(get("/health")).status()).isEqualTo(200);
            for (String name : acknowledged) {
                assertThat(files.read(device, name)).isEqualTo(name);
            }
            files.store(device, "afterwards.txt", "x");
        }
    }

    private static void tooLarge(Filestore files, Device device) {
        List<Path> before = files.blobs();
        Reply reply = files.send(post("/files").as(device.key()).form(Form.file("a.bin", "x".repeat(5_000_000))));
        assertThat(reply.status()).as(reply::toString).isIn(500, 507);
        anyError().accept(reply);
        assertThat(files.names(device)).isEmpty();
        files.awaitNoBlobBesides(before);
    }

    /** Stores files with much metadata until the database cannot take any more. */
    private void fill(Filestore files, Device device) {
        String attributes = "{\"a\":\"" + "x".repeat(60_000) + "\"}";
        for (int i = 0; i < ENOUGH_TO_FILL_IT; i++) {
            String name = i + ".txt";
            Reply reply = files.send(
                    post("/files").as(device.key()).form(Form.file(name, name).metadata(attributes)));
            if (reply.status() != 201) {
                assertThat(reply.status()).as(reply::toString).isBetween(500, 599);
                anyError().accept(reply);
                return;
            }
            acknowledged.add(name);
        }
        throw new AssertionError("the database has not failed");
    }

    private void everyRouteFails(Filestore files, Device device) {
        String place = "/files/" + acknowledged.get(0);
        for (Call call : List.of(
                get("/files"),
                get(place),
                post("/files").form(Form.file("new.txt", "new")),
                put(place).form(Form.file("new.txt", "new")),
                put(place).json("{\"time\":1}"),
                delete(place))) {
            Reply reply = files.send(call.as(device.key()));
            assertThat(reply.status()).as(call.method() + " " + reply).isBetween(500, 599);
            anyError().accept(reply);
        }
    }
}
