package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of files when their owners go, move, or the gateway is started again. */
class LifeOfOwnersTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    @Test
    void the_key_of_a_deleted_thing_opens_nothing_and_a_new_thing_of_its_name_has_no_files() {
        List<Path> before = FILES.blobs();
        Device device = FILES.device(FILES.group(), ",\"thing_key\":\"pump-again\"");
        FILES.store(device, "a.csv", "1");

        FILES.send(delete("/things/" + device.id()).as(FILES.root())).expect(204);

        FILES.send(get("/files").as(device.key())).expect(401);
        FILES.send(get("/files/a.csv").as(device.key())).expect(401);
        FILES.send(post("/files").as(device.key()).form(Form.file("b.csv", "1")))
                .expect(401);
        Device again = FILES.device(FILES.group(), ",\"thing_key\":\"pump-again\"");
        assertThat(FILES.names(again)).isEmpty();
        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_new_key_ends_the_old_one_and_opens_the_same_files() {
        Device device = FILES.device();
        FILES.store(device, "a.csv", "1");

        String key = Expected.parse(
                        FILES.send(post("/things/" + device.id() + "/key").as(FILES.root()))
                                .text())
                .get("key")
                .asText();

        FILES.send(get("/files").as(device.key())).expect(401);
        assertThat(FILES.names("/files", "Thing " + key)).containsExactly("a.csv");
    }

    @Test
    void a_thing_that_moves_reads_the_files_of_its_new_group_and_outlives_the_old_one() {
        String old = FILES.newGroup();
        String fresh = FILES.newGroup();
        share(old, "of the old group");
        share(fresh, "of the new group");
        Device device = FILES.device(old);
        FILES.store(device, "own.csv", "own");
        assertThat(shared(device)).isEqualTo("of the old group");

        move(device, fresh);

        assertThat(shared(device)).isEqualTo("of the new group");
        FILES.send(delete("/groups/" + old).as(FILES.root())).expect(204);
        assertThat(FILES.read(device, "own.csv")).isEqualTo("own");
        assertThat(shared(device)).isEqualTo("of the new group");
    }

    @Test
    void whoever_leaves_a_group_or_loses_a_role_is_sent_away_at_once() {
        Person person = FILES.member(FILES.group(), "editor");
        Call list = get(FILES.groupFiles()).as(person.bearer());
        FILES.send(list).expect(200);

        FILES.join(person, FILES.group(), "viewer");

        FILES.send(list).expect(403);
    }

    @Test
    void everything_is_there_after_a_restart() throws Exception {
        Device device = FILES.device();
        Person editor = FILES.member(FILES.group(), "editor");
        String name = FILES.fresh("kept") + ".csv";
        FILES.send(post("/files")
                        .as(device.key())
                        .form(Form.file(name, "own").metadata("{\"time\":1.5,\"room\":{\"n\":12345678901234567890}}")))
                .expect(201);
        FILES.send(post(FILES.groupFiles()).as(editor.bearer()).form(Form.file(name, "shared")))
                .expect(201);
        Reply list = FILES.send(get("/files").as(device.key()));
        Reply groupList = FILES.send(get(FILES.groupFiles() + "?name=" + name).as(editor.bearer()));
        Reply file = FILES.send(get("/files/" + name).as(device.key()));

        FILES.gateway().restart();

        assertThat(FILES.send(get("/files").as(device.key())).expect(200).text())
                .isEqualTo(list.text());
        assertThat(FILES.send(get(FILES.groupFiles() + "?name=" + name).as(editor.bearer()))
                        .expect(200)
                        .text())
                .isEqualTo(groupList.text());
        assertThat(FILES.send(get("/files/" + name).as(device.key())).expect(200))
                .matches(again ->
                        again.text().equals("own") && again.header("ETag").equals(file.header("ETag")));
        assertThat(FILES.send(get("/fs/groupfiles/" + name).as(device.key()))
                        .expect(200)
                        .text())
                .isEqualTo("shared");
    }

    private static void move(Device device, String group) {
        FILES.send(Call.of("PATCH", "/things/" + device.id()).as(FILES.root()).json("{\"group_id\":\"" + group + "\"}"))
                .expect(200);
    }

    private static void share(String group, String content) {
        FILES.send(post("/fs/groups/" + group + "/files").as(FILES.root()).form(Form.file("shared.txt", content)))
                .expect(201);
    }

    private static String shared(Device device) {
        return FILES.send(get("/fs/groupfiles/shared.txt").as(device.key()))
                .expect(200)
                .text();
    }
}
