package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on the disk for files of a group and of a thing. */
class KeptBytesTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private String group;
    private Device device;
    private List<Path> before;

    @BeforeEach
    void remember() {
        group = FILES.newGroup();
        device = FILES.device(group);
        before = FILES.blobs();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stored_file_is_one_object_with_its_bytes_and_one_record(boolean ofThing) throws IOException {
        FILES.send(upload(ofThing, "a.pdf", "hello")).expect(201);

        List<Path> added = added();
        assertThat(added).singleElement().satisfies(object -> assertThat(object).hasContent("hello"));
        assertThat(FILES.names(files(ofThing), credentials(ofThing))).containsExactly("a.pdf");
        Reply read = FILES.send(get(files(ofThing) + "/a.pdf").as(credentials(ofThing)))
                .expect(200);
        assertThat(read.text()).isEqualTo("hello");
        assertThat(read.header("ETag"))
                .hasValue("\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"");
        assertThat(Files.getPosixFilePermissions(
                        FILES.gateway().data().resolve("blobs").resolve("..")))
                .as("the folder is closed to others")
                .noneMatch(permission -> permission.name().startsWith("OTHERS"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_upload_with_wrong_credentials_writes_nothing(boolean ofThing) {
        FILES.send(post(files(ofThing))
                        .as((ofThing ? "Thing " : "Bearer ") + "unknown")
                        .form(Form.file("a.pdf", "hello")))
                .expect(401);

        assertThat(added()).isEmpty();
        assertThat(FILES.names(files(ofThing), credentials(ofThing))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_second_file_of_the_name_is_refused_and_leaves_the_object_of_the_first(boolean ofThing) {
        FILES.send(upload(ofThing, "a.pdf", "original")).expect(201);
        List<Path> stored = FILES.blobs();

        FILES.send(upload(ofThing, "a.pdf", "different")).expect(409);

        FILES.awaitNoBlobBesides(stored);
        assertThat(added())
                .singleElement()
                .satisfies(object -> assertThat(object).hasContent("original"));
        assertThat(FILES.names(files(ofThing), credentials(ofThing))).containsExactly("a.pdf");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_deleted_file_leaves_neither_object_nor_record(boolean ofThing) {
        FILES.send(upload(ofThing, "a.pdf", "hello")).expect(201);

        FILES.send(delete(files(ofThing) + "/a.pdf").as(credentials(ofThing))).expect(204);

        FILES.awaitNoBlobBesides(before);
        assertThat(FILES.names(files(ofThing), credentials(ofThing))).isEmpty();
        FILES.send(delete(files(ofThing) + "/a.pdf").as(credentials(ofThing))).expect(404);
    }

    @Test
    void a_deleted_thing_takes_the_objects_of_all_its_files_along() {
        FILES.store(device, "x.bin", "hello");
        FILES.store(device, "y.bin", "hello");

        FILES.send(delete("/things/" + device.id()).as(FILES.root())).expect(204);

        FILES.awaitNoBlobBesides(before);
    }

    @Test
    void a_deleted_group_takes_its_objects_and_those_of_its_things_along() {
        Device second = FILES.device(group);
        FILES.send(upload(false, "a.pdf", "of the group")).expect(201);
        FILES.store(device, "x.bin", "of the first");
        FILES.store(second, "y.bin", "of the second");

        FILES.send(delete("/groups/" + group).as(FILES.root())).expect(204);

        FILES.awaitNoBlobBesides(before);
        FILES.send(get(files(false)).as(FILES.root())).expect(404);
        FILES.send(get("/files").as(device.key())).expect(401);
        FILES.send(get("/files").as(second.key())).expect(401);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_file_whose_object_is_missing_is_not_found_can_be_deleted_and_can_be_replaced(boolean ofThing)
            throws IOException {
        FILES.send(upload(ofThing, "a.pdf", "hello")).expect(201);
        String place = files(ofThing) + "/a.pdf";
        Files.delete(added().get(0));

        Expected.error("file content missing")
                .accept(FILES.send(get(place).as(credentials(ofThing))).expect(404));
        FILES.send(head(place).as(credentials(ofThing))).expect(404);
        FILES.send(get(place).as(credentials(ofThing)).header("Range: bytes=0-1"))
                .expect(404);
        assertThat(FILES.names(files(ofThing), credentials(ofThing)))
                .as("it is listed until somebody deletes it")
                .containsExactly("a.pdf");
        FILES.send(Call.put(place).as(credentials(ofThing)).form(Form.file("a.pdf", "healed")))
                .expect(200);
        assertThat(FILES.send(get(place).as(credentials(ofThing))).expect(200).text())
                .isEqualTo("healed");
        Files.delete(added().get(0));
        FILES.send(delete(place).as(credentials(ofThing))).expect(204);
        FILES.send(get(place).as(credentials(ofThing))).expect(404);
        assertThat(FILES.names(files(ofThing), credentials(ofThing))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void altered_bytes_never_pass_for_the_file(boolean ofThing) throws IOException {
        for (String altered : List.of("HELLO", "hell", "", "hello, world")) {
            FILES.send(upload(ofThing, "a.pdf", "hello")).expect(201);
            Files.writeString(added().get(0), altered);
            neverPasses(files(ofThing) + "/a.pdf", credentials(ofThing));
            FILES.awaitNoBlobBesides(before);
        }
    }

    @Test
    void altered_bytes_of_a_long_file_never_pass_for_it_either() throws IOException {
        String content = "x".repeat(20_000_000);
        FILES.send(upload(true, "a.pdf", content)).expect(201);
        Files.writeString(added().get(0), content.substring(1) + "y");
        neverPasses("/files/a.pdf", device.key());

        FILES.send(upload(true, "a.pdf", content)).expect(201);
        Files.writeString(added().get(0), content.substring(1));
        neverPasses("/files/a.pdf", device.key());
    }

    /** Told before the head where it is seen in time, else by an end of the connection before the last byte. */
    private static void neverPasses(String place, String credentials) {
        for (int again = 0; again < 2; again++) {
            Reply reply = FILES.send(get(place).as(credentials));
            if (reply.status() == 200) {
                assertThat(reply.whole()).isFalse();
            } else {
                Expected.error("file content damaged").accept(reply.expect(410));
            }
        }
        FILES.send(Call.put(place).as(credentials).form(Form.file("a", "healed")))
                .expect(200);
        assertThat(FILES.send(get(place).as(credentials)).expect(200).text()).isEqualTo("healed");
        FILES.send(delete(place).as(credentials)).expect(204);
        FILES.send(get(place).as(credentials)).expect(404);
    }

    private List<Path> added() {
        return FILES.blobs().stream().filter(blob -> !before.contains(blob)).toList();
    }

    private String files(boolean ofThing) {
        return ofThing ? "/files" : "/fs/groups/" + group + "/files";
    }

    private String credentials(boolean ofThing) {
        return ofThing ? device.key() : FILES.root();
    }

    private Call upload(boolean ofThing, String name, String content) {
        return post(files(ofThing)).as(credentials(ofThing)).form(Form.file(name, content));
    }
}
