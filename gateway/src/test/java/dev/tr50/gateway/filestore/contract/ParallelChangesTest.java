package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Together.clients;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many clients at one name. */
class ParallelChangesTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final int CLIENTS = 20;

    @Test
    void of_twenty_uploads_of_one_name_one_is_kept() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        List<Reply> replies = Together.run(clients(
                CLIENTS,
                client -> FILES.send(post("/files").as(device.key()).form(Form.file("a.bin", content(client))))));

        assertThat(replies).extracting(Reply::status).containsOnly(201, 409).containsOnlyOnce(201);
        int winner = IntStream.range(0, CLIENTS)
                .filter(client -> replies.get(client).status() == 201)
                .findFirst()
                .orElseThrow();
        assertThat(FILES.read(device, "a.bin")).isEqualTo(content(winner));
        FILES.awaitBlobsBesides(before, 1);
    }

    @Test
    void of_twenty_updates_one_stays_whole() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();
        FILES.store(device, "a.bin", "first");

        List<Reply> replies = Together.run(clients(
                CLIENTS,
                client -> FILES.send(put("/files/a.bin").as(device.key()).form(Form.file("a.bin", content(client))))));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        Reply kept = FILES.send(get("/files/a.bin").as(device.key())).expect(200);
        assertThat(IntStream.range(0, CLIENTS).mapToObj(ParallelChangesTest::content))
                .contains(kept.text());
        assertThat(kept.header("ETag")).hasValue(etag(kept));
        FILES.awaitBlobsBesides(before, 1);
    }

    @Test
    void a_reader_sees_old_bytes_or_new_ones_and_never_some_of_both() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.bin", content(0));
        AtomicInteger writing = new AtomicInteger(2);
        List<Callable<Integer>> everybody = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            int letter = writer;
            everybody.add(() -> {
                try {
                    for (int i = 0; i < 15; i++) {
                        FILES.send(put("/files/a.bin")
                                        .as(device.key())
                                        .form(Form.file("a.bin", content(letter + 2 * i % CLIENTS))))
                                .expect(200);
                    }
                    return 0;
                } finally {
                    writing.decrementAndGet();
                }
            });
        }
        for (int reader = 0; reader < 3; reader++) {
            everybody.add(() -> {
                int read = 0;
                do {
                    Reply reply =
                            FILES.send(get("/files/a.bin").as(device.key())).expect(200);
                    assertThat(reply.text()).isEqualTo(content(reply.text().charAt(0) - 'A'));
                    assertThat(reply.header("ETag")).hasValue(etag(reply));
                    read++;
                } while (writing.get() > 0);
                return read;
            });
        }

        assertThat(Together.run(everybody).subList(2, 5)).allMatch(read -> read > 0);
    }

    @Test
    void uploads_and_deletions_of_one_name_take_turns() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        List<Integer> statuses = Together.run(clients(CLIENTS, client -> {
                    List<Integer> own = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        own.add(FILES.send(
                                        (client + i) % 2 == 0
                                                ? post("/files")
                                                        .as(device.key())
                                                        .form(Form.file("a.bin", content(client)))
                                                : delete("/files/a.bin").as(device.key()))
                                .status());
                    }
                    return own;
                }))
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(statuses).containsOnly(201, 409, 204, 404);
        long left = statuses.stream().filter(status -> status == 201).count()
                - statuses.stream().filter(status -> status == 204).count();
        assertThat(left).isEqualTo(FILES.names(device).size()).isBetween(0L, 1L);
        FILES.awaitBlobsBesides(before, (int) left);
    }

    @Test
    void descriptions_that_change_at_the_same_time_all_hold() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.bin", "x");

        Together.run(clients(
                CLIENTS,
                client -> FILES.send(put("/files/a.bin")
                                .as(device.key())
                                .json(
                                        switch (client % 4) {
                                            case 0 -> "{\"time\":7}";
                                            case 1 -> "{\"class\":\"bim\"}";
                                            case 2 -> "{\"format\":\"ifc\"}";
                                            default -> "{\"metadata\":{\"k\":1}}";
                                        }))
                        .expect(200)));

        assertThat(FILES.send(get("/files").as(device.key())).text())
                .contains(
                        "{\"name\":\"a.bin\",\"class\":\"bim\",\"format\":\"ifc\",\"time\":7.0,\"metadata\":{\"k\":1}}");
    }

    private static String content(int client) {
        return Character.toString('A' + client).repeat(100_000 + client);
    }

    private static String etag(Reply reply) throws Exception {
        return "\""
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(reply.text().getBytes(US_ASCII)))
                + "\"";
    }
}
