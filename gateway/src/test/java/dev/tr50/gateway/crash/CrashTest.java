package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed at a random moment and started on the same folder, again and again. */
@DisabledOnOs(OS.WINDOWS)
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("tr50.crashes", 1);
    private static final long SEED = Long.getLong("tr50.crashSeed", System.nanoTime());
    private static final int MOST_ACKNOWLEDGED = 1_000;
    private static final long LONGEST_START_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String PLAIN = "exec \"$@\"";

    @TempDir
    Path folder;

    private final Random chance = new Random(SEED);

    @Test
    void every_acknowledged_write_outlives_every_kill() throws Exception {
        System.out.println("seed " + SEED);
        try {
            killAndCheck();
        } catch (Exception | AssertionError e) {
            String log = log();
            throw new AssertionError(
                    e + "\nThe end of its log:\n" + log.substring(Math.max(0, log.length() - 4000)), e);
        }
    }

    private void killAndCheck() throws Exception {
        try (Crew crew = Crew.ofEveryKind()) {
            for (int round = 0; round < ROUNDS; round++) {
                killWhileStarting(round);
                try (GatewayProcess gateway = GatewayProcess.start(folder)) {
                    crew.check(Site.of(gateway));
                    int enough = 1 + chance.nextInt(MOST_ACKNOWLEDGED);
                    crew.work(chance.nextLong(), enough, end(gateway, round));
                    System.out.println("round " + round + ": " + crew.acknowledged() + " acknowledged");
                }
            }
            try (GatewayProcess gateway = GatewayProcess.start(folder)) {
                crew.check(Site.of(gateway));
            }
            System.out.println(crew.acknowledged() + " writes were acknowledged in " + ROUNDS + " rounds");
        }
        assertThat(log()).doesNotContain("ERROR", "\tat ");
    }

    /** A kill; of five rounds one is told to end instead, and one is killed while it does. */
    private Crew.End end(GatewayProcess gateway, int round) {
        long pause = (long) (chance.nextDouble() * LONGEST_STOP_NANOS);
        return switch (round % 5) {
            case 2 ->
                () -> {
                    gateway.terminate();
                    assertThat(gateway.awaitEnd()).isZero();
                };
            case 4 ->
                () -> {
                    gateway.terminate();
                    LockSupport.parkNanos(pause);
                    gateway.kill();
                };
            default -> gateway::kill;
        };
    }

    /** Before every third start; first of all in a folder that is empty still. */
    private void killWhileStarting(int round) throws IOException {
        if (ROUNDS > 1 && round % 3 == 0) {
            try (GatewayProcess starting = GatewayProcess.launch(folder, PLAIN)) {
                LockSupport.parkNanos((long) (chance.nextDouble() * LONGEST_START_NANOS));
                starting.kill();
            }
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
