package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.http.ByteClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is sent away before anything else is looked at, and what nobody is given. */
class RefusalsTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final Form FORM = Form.file("a.csv", "1");
    private static final String UNKNOWN_ID = "0123456789abcdef01234567";

    /** Every route of things, in both places. */
    static Stream<Call> routesOfThings() {
        List<Call> routes = new ArrayList<>();
        for (String files : List.of("/files", "/fs/files")) {
            routes.addAll(fiveRoutes(files));
        }
        routes.add(get("/fs/groupfiles/x"));
        return routes.stream();
    }

    static Stream<Call> routesOfGroups() {
        return fiveRoutes(FILES.groupFiles()).stream();
    }

    private static List<Call> fiveRoutes(String files) {
        return List.of(
                post(files).form(FORM),
                get(files),
                get(files + "/x"),
                put(files + "/x").form(FORM),
                delete(files + "/x"));
    }

    @ParameterizedTest
    @MethodSource("routesOfThings")
    void a_route_of_things_wants_the_key_of_a_thing(Call call) {
        Device device = FILES.device(FILES.group(), ",\"external_key\":\"" + FILES.fresh("external") + "\"");
        for (String foreign : new String[] {
            null,
            "",
            "Thing",
            "Thing ",
            "Thing    ",
            "Bearer " + device.secret(),
            FILES.root(),
            "Basic dTpw",
            device.secret(),
            "Thing" + device.secret()
        }) {
            unauthenticated(call.as(foreign), "Thing", "missing or invalid bearer entity key");
        }
        for (String wrong : List.of(
                "Thing unknown",
                "Thing " + device.thingKey(),
                "Thing " + device.id(),
                "Thing " + device.secret() + "x",
                "External " + device.secret(),
                "External unknown")) {
            unauthenticated(call.as(wrong), "Thing", "failed to perform authentication over the entity");
        }
    }

    @ParameterizedTest
    @MethodSource("routesOfGroups")
    void a_route_of_groups_wants_the_token_of_a_user(Call call) {
        Device device = FILES.device();
        for (String foreign : new String[] {null, "", "Bearer", "Bearer ", device.key(), "Basic dTpw"}) {
            unauthenticated(call.as(foreign), "Bearer", "missing or invalid bearer user token");
        }
        for (String wrong :
                List.of("Bearer unknown", "Bearer " + device.secret(), FILES.root() + "x", "Bearer a.b.c")) {
            unauthenticated(call.as(wrong), "Bearer", "failed to validate token");
        }
    }

    private static void unauthenticated(Call call, String scheme, String text) {
        Reply reply = FILES.send(call);
        assertThat(reply.status()).as(call.headers() + " → " + reply).isEqualTo(401);
        error(text).accept(reply);
        assertThat(reply.header("WWW-Authenticate").orElseThrow()).startsWith(scheme);
    }

    @ParameterizedTest
    @CsvSource({"'thing  %s '", "'THING %s'", "'  tHiNg %s'"})
    void scheme_and_spaces_around_a_key_are_taken_as_people_write_them(String spelling) {
        Device device = FILES.device();

        FILES.send(get("/files").as(spelling.formatted(device.secret()))).expect(200);
        FILES.send(get(FILES.groupFiles()).as("bearer   " + FILES.root().substring("Bearer ".length()) + " "))
                .expect(200);
    }

    @Test
    void an_external_key_opens_what_the_key_opens() {
        String external = FILES.fresh("serial");
        Device device = FILES.device(FILES.group(), ",\"external_key\":\"" + external + "\"");

        FILES.send(post("/files").as("External " + external).form(FORM)).expect(201);

        assertThat(FILES.names(device)).containsExactly("a.csv");
        FILES.send(get("/files").as("Thing " + external)).expect(401);
    }

    @Test
    void who_is_not_known_learns_nothing_about_what_else_is_wrong() {
        FILES.send(post("/files").body("text/plain", new byte[3])).expect(401);
        FILES.send(get("/files?limit=abc")).expect(401);
        FILES.send(get("/fs/groups/" + UNKNOWN_ID + "/files").as("Bearer unknown"))
                .expect(401);
        FILES.send(get("/fs/groups/no-id/files").as("Bearer unknown")).expect(401);
        FILES.send(delete("/files/nothing").as("Thing unknown")).expect(401);
    }

    @Test
    void a_gigabyte_is_refused_before_a_byte_of_it_has_been_sent() throws Exception {
        for (String line : List.of("Accept: */*", "Expect: 100-continue")) {
            try (ByteClient client = new ByteClient(FILES.port())) {
                client.send("POST /files HTTP/1.1\r\nHost: localhost\r\n" + line
                        + "\r\nAuthorization: Thing unknown\r\nContent-Length: 1073741824\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\n\r\n");

                error("failed to perform authentication over the entity")
                        .accept(Reply.read(client, "POST").expect(401));
            }
        }
    }

    static Stream<Arguments> groupsThatAreNot() {
        return Stream.of(
                Arguments.of(UNKNOWN_ID, 404),
                Arguments.of("no-id", 404),
                Arguments.of(UNKNOWN_ID.toUpperCase(java.util.Locale.ROOT), 404),
                Arguments.of("..%2F" + UNKNOWN_ID, 404),
                Arguments.of("", 400));
    }

    @ParameterizedTest
    @MethodSource
    void groupsThatAreNot(String group, int status) {
        for (Call call : fiveRoutes("/fs/groups/" + group + "/files")) {
            anyError().accept(FILES.send(call.as(FILES.root())).expect(status));
        }
    }

    @Test
    void an_unknown_group_is_not_found_by_anybody() {
        Call call = get("/fs/groups/" + UNKNOWN_ID + "/files");

        error("entity not found").accept(FILES.send(call.as(FILES.root())).expect(404));
        error("entity not found")
                .accept(FILES.send(call.as(FILES.outsider().bearer())).expect(404));
    }

    @Test
    void a_file_that_is_not_there_is_not_found() {
        Device device = FILES.device();
        FILES.send(head("/files/none").as(device.key())).expect(404);
        for (Call call : List.of(get("/x"), put("/x").form(FORM), put("/x").json("{}"), delete("/x"))) {
            error("entity not found")
                    .accept(FILES.send(call.to("/files/none").as(device.key())).expect(404));
            error("entity not found")
                    .accept(FILES.send(call.to(FILES.groupFiles() + "/none").as(FILES.root()))
                            .expect(404));
        }
        error("entity not found")
                .accept(FILES.send(get("/fs/groupfiles/none").as(device.key())).expect(404));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/files,'GET,HEAD,POST'",
        "PATCH,/files,'GET,HEAD,POST'",
        "DELETE,/files,'GET,HEAD,POST'",
        "POST,/files/x,'DELETE,GET,HEAD,PUT'",
        "PATCH,/files/x,'DELETE,GET,HEAD,PUT'",
        "PUT,/fs/files,'GET,HEAD,POST'",
        "POST,/fs/files/x,'DELETE,GET,HEAD,PUT'",
        "POST,/fs/groupfiles/x,'GET,HEAD'",
        "PUT,/fs/groupfiles/x,'GET,HEAD'",
        "DELETE,/fs/groupfiles/x,'GET,HEAD'",
        "PUT,/fs/groups/0123456789abcdef01234567/files,'GET,HEAD,POST'",
        "POST,/fs/groups/0123456789abcdef01234567/files/x,'DELETE,GET,HEAD,PUT'",
    })
    void another_method_is_told_the_right_ones(String method, String path, String allowed) {
        Reply reply = FILES.send(Call.of(method, path).as(FILES.device().key())).expect(405);

        anyError().accept(reply);
        assertThat(reply.header("Allow").orElseThrow().replace(" ", "").split(","))
                .contains(allowed.split(","));
    }

    @ParameterizedTest
    @CsvSource({"/fs", "/fs/", "/fs/nothing", "/fs/groupfiles", "/filesystem", "/nothing", "/fs/groups", "/fs/fs/files"
    })
    void a_path_nobody_knows_is_not_found(String path) {
        Reply reply = FILES.send(get(path).as(FILES.device().key())).expect(404);

        assertThat(reply.header("Content-Type")).hasValue("application/json");
    }
}
