package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tr50.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk of a few MiB for the bytes of files: a file system in memory that the gateway's process alone sees. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    private static final String SMALL_DISK = "mount -t tmpfs -o size=8m tmpfs ";

    @TempDir
    Path folder;

    @Test
    void a_file_that_does_not_fit_is_refused_and_leaves_the_room_it_took() throws Exception {
        Path blobs = Files.createDirectories(folder.resolve("data/blobs"));
        assumeTrue(mayMount(blobs), "this machine lets nobody mount a file system of his own");
        String script = SMALL_DISK + "'" + blobs + "' && exec \"$@\"";
        try (GatewayProcess gateway = GatewayProcess.start(
                folder, "exec unshare -Urm sh -c '" + script.replace("'", "'\\''") + "' sh \"$@\"")) {
            Filestore files = new Filestore(gateway.httpPort(), gateway.data());
            Device device = files.device();
            files.store(device, "kept.bin", "x".repeat(3_000_000));

            for (int i = 0; i < 3; i++) {
                Form tooLarge = Form.file("large.bin", "y".repeat(6_000_000));
                noRoom(files.send(post("/files").as(device.key()).form(tooLarge)));
                noRoom(files.send(put("/files/kept.bin").as(device.key()).form(tooLarge)));
            }

            assertThat(files.names(device)).containsExactly("kept.bin");
            assertThat(files.read(device, "kept.bin")).isEqualTo("x".repeat(3_000_000));
            files.store(device, "fits.bin", "z".repeat(4_500_000));
            noRoom(files.send(post("/files").as(device.key()).form(Form.file("no.bin", "x".repeat(1_500_000)))));
            files.send(delete("/files/kept.bin").as(device.key())).expect(204);
            files.awaitRoom(post("/files").as(device.key()).form(Form.file("now.bin", "x".repeat(1_500_000))));
            files.send(get("/files/now.bin").as(device.key())).expect(200);
        }
    }

    private static void noRoom(Reply reply) {
        anyError().accept(reply.expect(507));
    }

    private static boolean mayMount(Path place) throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "-Urm", "sh", "-c", SMALL_DISK + "'" + place + "'")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
