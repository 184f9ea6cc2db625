package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tr50.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the whole data folder becomes full while many write. */
@EnabledOnOs(OS.LINUX)
class DiskFullTest {
    private static final int MEGABYTES = 64;
    private static final int ENOUGH = 500;
    private static final long SEED = 20261122;

    @TempDir
    Path folder;

    @Test
    void a_full_disk_is_told_and_loses_nothing_that_was_acknowledged() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.of(folder, MEGABYTES);
        assumeTrue(mounted.isPresent(), "this machine lets nobody mount a file system of his own");
        try (SmallDisk disk = mounted.get();
                Crew crew = Crew.ofEveryKind()) {
            try (GatewayProcess gateway = disk.start()) {
                Site site = Site.of(gateway);
                crew.check(site);
                Line witness = site.thing("witness");
                witness.call("property.publish", "{\"key\":\"rpm\",\"value\":1}");
                crew.work(SEED, ENOUGH, () -> {
                    disk.fill();
                    assertThatThrownBy(() -> publishForEver(witness)).isInstanceOf(RefusedException.class);
                    assertThat(witness.call("diag.ping", "{}")).isNotNull();
                    gateway.terminate();
                    gateway.awaitEnd();
                });
            }
            assertThat(log()).containsIgnoringCase("disk is full");

            tryToStart(disk);
            disk.makeRoom();
            try (GatewayProcess gateway = disk.start()) {
                Site site = Site.of(gateway);
                crew.check(site);
                site.thing("witness").call("property.publish", "{\"key\":\"rpm\",\"value\":2}");
            }
        }
    }

    private static void publishForEver(Line witness) throws IOException {
        while (true) {
            witness.call("property.publish", "{\"key\":\"rpm\",\"value\":1}");
        }
    }

    /** It may start or not, but must not do any harm. */
    private static void tryToStart(SmallDisk disk) throws Exception {
        try (GatewayProcess gateway = disk.launch()) {
            gateway.awaitReady();
        } catch (AssertionError refused) {
            assertThat(refused).hasMessageContaining("No gateway");
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
