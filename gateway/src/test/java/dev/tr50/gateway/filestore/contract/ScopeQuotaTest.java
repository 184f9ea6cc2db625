package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Together.clients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.ScopeQuota;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway on which every thing and every group may keep 3 files of 1000 bytes altogether. */
class ScopeQuotaTest {
    @RegisterExtension
    static final Filestore FILES =
            new Filestore(settings -> settings.withLimits(settings.limits().withScope(new ScopeQuota(3, 1000))));

    @Test
    void a_file_too_many_is_refused_until_another_is_deleted() {
        Device device = FILES.device();
        for (String name : List.of("a", "b", "c")) {
            FILES.store(device, name, name);
        }
        List<Path> before = FILES.blobs();

        noRoom(FILES.send(post("/files").as(device.key()).form(Form.file("d", "d"))));

        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.names(device)).containsExactlyInAnyOrder("a", "b", "c");
        FILES.send(put("/files/a").as(device.key()).form(Form.file("a", "new"))).expect(200);
        FILES.send(delete("/files/b").as(device.key())).expect(204);
        FILES.store(device, "d", "d");
    }

    @Test
    void bytes_too_many_are_refused_and_leave_the_file_as_it_was() {
        Device device = FILES.device();
        FILES.store(device, "a", "x".repeat(600));
        FILES.store(device, "b", "x".repeat(400));
        List<Path> before = FILES.blobs();

        noRoom(FILES.send(post("/files").as(device.key()).form(Form.file("c", "x"))));
        noRoom(FILES.send(put("/files/b").as(device.key()).form(Form.file("b", "x".repeat(401)))));

        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.read(device, "b")).isEqualTo("x".repeat(400));
        FILES.send(put("/files/a").as(device.key()).form(Form.file("a", "x".repeat(599))))
                .expect(200);
        FILES.send(put("/files/b").as(device.key()).form(Form.file("b", "x".repeat(401))))
                .expect(200);
        FILES.store(device, "c", "");
    }

    @Test
    void things_and_their_group_have_room_of_their_own() {
        Device first = FILES.device();
        Device second = FILES.device();
        String full = "x".repeat(1000);
        FILES.store(first, "a", full);
        FILES.store(second, "a", full);
        Call shared = post(FILES.groupFiles()).as(FILES.root());
        FILES.send(shared.form(Form.file("a", full))).expect(201);

        noRoom(FILES.send(shared.form(Form.file("b", "x"))));
    }

    @Test
    void both_doors_fill_the_same_room() throws Exception {
        Device device = FILES.device();
        try (Tr50Client session = FILES.gateway().client(device.thingKey(), device.secret())) {
            FILES.gateway().store(session, "{\"fileName\":\"by tr50\"}", "x".repeat(900));
            noRoom(FILES.send(post("/files").as(device.key()).form(Form.file("a", "x".repeat(101)))));
            FILES.store(device, "by http", "x".repeat(100));

            assertThatThrownBy(() -> FILES.gateway().store(session, "{\"fileName\":\"a\"}", "x"))
                    .hasMessageContaining("507")
                    .hasMessageContaining("uota exceeded");
        }
        assertThat(FILES.names(device)).containsExactlyInAnyOrder("by tr50", "by http");
    }

    @Test
    void of_many_uploads_at_once_as_many_are_kept_as_there_is_room_for() throws Exception {
        Device device = FILES.device();
        List<Path> before = FILES.blobs();

        List<Integer> statuses = Together.run(clients(
                12,
                client -> FILES.send(post("/files").as(device.key()).form(Form.file("file-" + client, "x")))
                        .status()));

        assertThat(statuses).containsOnly(201, 507);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(3);
        assertThat(FILES.names(device)).hasSize(3);
        FILES.awaitBlobsBesides(before, 3);
    }

    private static void noRoom(Reply reply) {
        error("quota exceeded").accept(reply.expect(507));
    }
}
