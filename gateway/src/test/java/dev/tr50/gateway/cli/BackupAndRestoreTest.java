package dev.tr50.gateway.cli;

import static dev.tr50.gateway.RunningGateway.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup} and {@code restore}, of a gateway that runs and of one that does not. */
@DisabledOnOs(OS.WINDOWS)
class BackupAndRestoreTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile boolean ending;

    /** A thing that stores files and publishes numbers for as long as it is let. */
    private final class Busy implements AutoCloseable {
        private final String key;
        private final Tr50Client thing;
        private final CompletableFuture<Void> work;
        private volatile int acknowledged = -1;

        Busy(String key) {
            this.key = key;
            thing = GATEWAY.thing(key);
            work = CompletableFuture.runAsync(this::work, task -> new Thread(task, key).start());
        }

        private void work() {
            try {
                for (int i = 0; !ending; i++) {
                    GATEWAY.store(thing, "{\"fileName\":\"" + i + ".txt\"}", content(i));
                    call(thing, "property.publish", "{\"key\":\"n\",\"value\":" + i + "}");
                    acknowledged = i;
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private String content(int number) {
            return (key + " " + number + "\n").repeat(500);
        }

        @Override
        public void close() {
            ending = true;
            work.orTimeout(60, TimeUnit.SECONDS).join();
            thing.close();
        }
    }

    @Test
    void a_gateway_goes_on_from_a_backup_that_was_made_under_load() throws Exception {
        Path archive = folder.resolve("backup.tar");
        Path data = folder.resolve("restored");
        List<Integer> before;
        try (Busy one = new Busy("one");
                Busy two = new Busy("two")) {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() ->
                            one.acknowledged >= 3 && two.acknowledged >= 3 || one.work.isDone() || two.work.isDone());
            before = List.of(one.acknowledged, two.acknowledged);

            assertThat(run(
                            "backup",
                            archive.toString(),
                            "--data",
                            GATEWAY.data().toString()))
                    .as(err.toString())
                    .isZero();
            ending = true;

            assertThat(run("restore", archive.toString(), "--data", data.toString()))
                    .as(err.toString())
                    .isZero();
            try (Gateway again = Gateway.start(Settings.local(data))) {
                verify(again, one, before.get(0));
                verify(again, two, before.get(1));
            }
        }
        assertThat(data.resolve("audit/changes.log")).content().contains("start");
        assertThat(GATEWAY.data().resolve("audit/changes.log")).content().contains("backup");
        Awaitility.await()
                .untilAsserted(() -> assertThat(GATEWAY.get("/metrics").body())
                        .containsPattern("tr50_backups_total\\{result=\"finished\",?} [1-9]")
                        .doesNotContain("tr50_backup_last_timestamp_seconds NaN"));
        assertThat(out.toString()).contains("backup.tar holds ", "restored holds what a gateway ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
    }

    private static void verify(Gateway gateway, Busy busy, int acknowledged) throws Exception {
        try (Tr50Client thing =
                Tr50Client.connect("127.0.0.1", gateway.mqttPort(), busy.key, GATEWAY.appToken(), null)) {
            assertThat(call(thing, "property.current", "{\"key\":\"n\"}")
                            .at("/params/value")
                            .asInt())
                    .isGreaterThanOrEqualTo(acknowledged);
            for (int i = 0; i <= acknowledged; i++) {
                String ticket = call(thing, "file.get", "{\"fileName\":\"" + i + ".txt\"}")
                        .at("/params/fileId")
                        .asText();
                URI file = URI.create("http://127.0.0.1:" + gateway.httpPort() + "/file/" + ticket);
                assertThat(HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofString())
                                .body())
                        .isEqualTo(busy.content(i));
            }
        }
    }

    @Test
    void a_gateway_that_was_killed_is_backed_up_without_it() throws IOException {
        Path data = folder.resolve("data");
        Gateway.start(Settings.local(data)).close();
        // As a kill leaves it: nobody listens there.
        Files.createFile(data.resolve("control/backup"));

        assertThat(run("backup", folder.resolve("backup.tar").toString(), "--data", data.toString()))
                .as(err.toString())
                .isZero();
        assertThat(run(
                        "restore",
                        folder.resolve("backup.tar").toString(),
                        "--data",
                        folder.resolve("again").toString()))
                .isZero();

        assertThat(folder.resolve("again/credentials.properties"))
                .hasSameTextualContentAs(data.resolve("credentials.properties"));
        Gateway.start(Settings.local(folder.resolve("again"))).close();
    }

    @Test
    void a_file_that_exists_is_not_written_over_and_nothing_is_left_of_a_backup_that_failed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");

        assertThat(run("backup", precious.toString(), "--data", GATEWAY.data().toString()))
                .isEqualTo(1);
        assertThat(run(
                        "backup",
                        folder.resolve("new").toString(),
                        "--data",
                        folder.resolve("nothing").toString()))
                .isEqualTo(1);
        assertThat(run(
                        "backup",
                        folder.resolve("no/new").toString(),
                        "--data",
                        GATEWAY.data().toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("precious exists already", "is no data folder of a gateway", "there is no folder")
                .doesNotContain("\tat ");
        assertThat(precious).hasContent("precious");
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactly(precious);
        }
    }

    @Test
    void what_is_no_backup_is_told_and_ends_with_1() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "text");

        assertThat(run(
                        "restore",
                        other.toString(),
                        "--data",
                        folder.resolve("data").toString()))
                .isEqualTo(1);
        assertThat(run("restore", folder.resolve("missing").toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("This is no backup of a gateway", "there is no file")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void the_socket_is_for_the_owner_of_the_data_alone() throws IOException {
        Path control = GATEWAY.data().resolve("control");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control.resolve("backup"))))
                .isEqualTo("rw-------");
    }

    @Test
    void who_leaves_in_the_middle_or_does_not_read_keeps_neither_the_next_backup_nor_the_end_of_the_gateway()
            throws Exception {
        try (Tr50Client thing = GATEWAY.thing("large")) {
            // More than a socket holds.
            GATEWAY.store(thing, "{\"fileName\":\"large\"}", "x".repeat(4 << 20));
        }
        connect().close();
        try (SocketChannel stuck = connectAndRead()) {
            assertThat(stuck.isConnected()).isTrue();
            assertThat(run(
                            "backup",
                            folder.resolve("a.tar").toString(),
                            "--data",
                            GATEWAY.data().toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("Another backup is being made");

            GATEWAY.restart();
        }

        assertThat(run(
                        "backup",
                        folder.resolve("b.tar").toString(),
                        "--data",
                        GATEWAY.data().toString()))
                .isZero();
    }

    /** As soon as whoever left is no longer being served. */
    private static SocketChannel connectAndRead() {
        return Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> {
                            SocketChannel channel = connect();
                            ByteBuffer begin = ByteBuffer.allocate(4);
                            channel.read(begin);
                            if (begin.getInt(0) <= 0) {
                                channel.close();
                            }
                            return channel;
                        },
                        SocketChannel::isOpen);
    }

    private static SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(GATEWAY.data().resolve("control/backup")));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }
}
