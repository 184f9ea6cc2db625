package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what with the files of a group. */
class GroupRolesTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    @ParameterizedTest
    @CsvSource({
        "viewer,403,403",
        "editor,200,200",
        "admin,200,200",
        "owner,200,200",
        "root,200,200",
        "outsider,403,403",
    })
    void a_user_changes_and_reads_as_the_role_allows(String who, int changing, int reading) {
        GroupRoles.check(FILES, who, changing, reading);
    }

    @Test
    void whoever_administers_the_platform_is_held_to_the_role_that_he_took() {
        String group = FILES.newGroup();
        Person root = new Person(FILES.gateway().ownerEmail(), "", FILES.root().substring("Bearer ".length()));
        FILES.send(post("/fs/groups/" + group + "/files").as(FILES.root()).form(Form.file("a", "1")))
                .expect(201);

        FILES.member(group, "owner");
        FILES.join(root, group, "viewer");

        FILES.send(post("/fs/groups/" + group + "/files").as(FILES.root()).form(Form.file("b", "1")))
                .expect(403);
    }

    @Test
    void a_role_in_one_group_is_none_in_another() {
        String other = FILES.newGroup();
        Person editor = FILES.member(FILES.group(), "editor");
        Call list = get("/fs/groups/" + other + "/files").as(editor.bearer());
        FILES.send(list).expect(403);

        FILES.join(editor, other, "viewer");
        FILES.send(list).expect(403);
        FILES.join(editor, other, "admin");

        FILES.send(list).expect(200);
        FILES.send(get(FILES.groupFiles()).as(editor.bearer())).expect(200);
    }

    @Test
    void a_thing_reads_the_files_of_its_own_group_alone() {
        String other = FILES.newGroup();
        String name = FILES.fresh("firmware") + ".bin";
        FILES.send(post(FILES.groupFiles()).as(FILES.root()).form(Form.file(name, "ours")))
                .expect(201);
        Device inside = FILES.device();
        Device outside = FILES.device(other);

        assertThat(FILES.send(get("/fs/groupfiles/" + name).as(inside.key()))
                        .expect(200)
                        .text())
                .isEqualTo("ours");
        FILES.send(head("/fs/groupfiles/" + name).as(inside.key())).expect(200);
        error("entity not found")
                .accept(FILES.send(get("/fs/groupfiles/" + name).as(outside.key()))
                        .expect(404));
        FILES.send(get("/files/" + name).as(inside.key())).expect(404);
    }

    @Test
    void a_thing_neither_lists_nor_changes_the_files_of_its_group() {
        Device device = FILES.device();
        for (Call call : new Call[] {
            get(FILES.groupFiles()),
            get(FILES.groupFiles() + "/x"),
            post(FILES.groupFiles()).form(Form.file("x", "x")),
            put(FILES.groupFiles() + "/x").form(Form.file("x", "x")),
            delete(FILES.groupFiles() + "/x")
        }) {
            FILES.send(call.as(device.key())).expect(401);
        }
        FILES.send(get("/fs/groupfiles").as(device.key())).expect(404);
        FILES.send(put("/fs/groupfiles/x").as(device.key()).form(Form.file("x", "x")))
                .expect(405);
    }

    @Test
    void no_user_reaches_the_files_of_a_thing() {
        Device device = FILES.device();
        FILES.store(device, "a.csv", "1");
        for (String files : new String[] {"/files", "/fs/files"}) {
            FILES.send(get(files).as(FILES.root())).expect(401);
            FILES.send(get(files + "/a.csv").as(FILES.root())).expect(401);
            FILES.send(delete(files + "/a.csv").as(FILES.root())).expect(401);
        }
        FILES.send(get(FILES.groupFiles() + "/a.csv").as(FILES.root())).expect(404);
        assertThat(FILES.read(device, "a.csv")).isEqualTo("1");
    }
}
