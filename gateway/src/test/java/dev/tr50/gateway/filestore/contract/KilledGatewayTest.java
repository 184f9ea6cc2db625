package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.GatewayProcess;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a heap of 96 MiB that carries large files, and what is left when it is killed meanwhile. */
@DisabledOnOs(OS.WINDOWS)
class KilledGatewayTest {
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 100;

    @TempDir
    Path folder;

    @Test
    void large_files_pass_through_a_small_heap_and_a_kill_leaves_the_old_state() throws Exception {
        Device device;
        String root;
        List<Path> blobs;
        try (GatewayProcess gateway = GatewayProcess.start(folder)) {
            Filestore files = new Filestore(gateway.httpPort(), gateway.data());
            device = files.device();
            root = files.root();
            upload100MiB(files, device);
            download100MiB(files, device);
            files.store(device, "a.bin", "old");
            blobs = files.blobs();
            Form form = Form.file("a.bin", "x".repeat(5 * PIECE));
            try (ByteClient upload = begin(
                            files, post("/files").as(device.key()).form(Form.file("b.bin", "x".repeat(5 * PIECE))));
                    ByteClient update =
                            begin(files, put("/files/a.bin").as(device.key()).form(form));
                    ByteClient shared =
                            begin(files, post(files.groupFiles()).as(root).form(form))) {
                gateway.kill();
                assertThat(List.of(isAnswered(upload), isAnswered(update), isAnswered(shared)))
                        .containsOnly(false);
            }
            assertThat(files.blobs()).hasSize(blobs.size() + 3);
        }

        try (GatewayProcess again = GatewayProcess.start(folder)) {
            Filestore files = new Filestore(again.httpPort(), again.data());
            assertThat(files.names(device)).containsExactlyInAnyOrder("large.bin", "a.bin");
            assertThat(files.read(device, "a.bin")).isEqualTo("old");
            files.awaitNoBlobBesides(blobs);
            download100MiB(files, device);
            files.send(get("/fs/groups/" + device.groupId() + "/files/a.bin").as(root))
                    .expect(404);
        }
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory", "\tat ");
    }

    private static boolean isAnswered(ByteClient client) throws IOException {
        try {
            return !client.head().isEmpty();
        } catch (SocketException e) {
            return false;
        }
    }

    private static void upload100MiB(Filestore files, Device device) throws Exception {
        Form form = Form.file("large.bin", "");
        String whole = new String(form.bytes(), UTF_8);
        int start = whole.indexOf("\r\n\r\n") + 4;
        try (ByteClient client = new ByteClient(files.port())) {
            client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + device.key()
                    + "\r\nContent-Type: " + form.contentType() + "\r\nContent-Length: "
                    + (whole.length() + (long) PIECE * PIECES) + "\r\n\r\n" + whole.substring(0, start));
            for (int i = 0; i < PIECES; i++) {
                client.send(piece(i));
            }
            client.send(whole.substring(start));
            Reply.read(client, "POST").expect(201);
        }
    }

    private static void download100MiB(Filestore files, Device device) throws Exception {
        try (ByteClient client = new ByteClient(files.port())) {
            client.send(get("/files/large.bin").as(device.key()).bytes());
            assertThat(client.head()).contains("Content-Length: " + PIECE * PIECES);
            for (int i = 0; i < PIECES; i++) {
                assertThat(Arrays.equals(client.bytes(PIECE), piece(i))).isTrue();
            }
        }
    }

    private static byte[] piece(int number) {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) number);
        return piece;
    }

    /** An upload of which the end is missing. */
    private static ByteClient begin(Filestore files, Call call) throws Exception {
        List<Path> before = files.blobs();
        ByteClient client = new ByteClient(files.port());
        byte[] bytes = call.bytes();
        client.send(Arrays.copyOf(bytes, bytes.length - 1000));
        files.awaitBlobBesides(before);
        return client;
    }
}
