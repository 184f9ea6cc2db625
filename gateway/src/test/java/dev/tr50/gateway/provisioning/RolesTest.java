package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, over the real listener. */
class RolesTest {
    private static final List<String> CALLERS = List.of("viewer", "editor", "admin", "owner", "root", "outsider");

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static final Map<String, Client> WHO = new HashMap<>();
    private static String group;
    private static String elsewhere;
    private static String outsider;
    private static int counter;

    @BeforeAll
    static void everybody() throws Exception {
        Client root = Client.root(GATEWAY);
        group = root.group("Roles");
        elsewhere = root.group("Elsewhere");
        // So that root is no member, and passes all the same.
        root.newUser("second", group, "owner");
        String rootId = id(root.get("/users").json(), GATEWAY.ownerEmail(), "id");
        root.delete("/groups/" + group + "/memberships/" + rootId).is(204);
        WHO.put("root", root);
        WHO.put("outsider", root.newUser("outsider", elsewhere, "owner"));
        outsider = id(root.get("/groups/" + elsewhere + "/memberships").json(), "outsider@example.org", "member_id");
        for (String role : CALLERS.subList(0, 4)) {
            WHO.put(role, root.newUser(role, group, role));
        }
    }

    private static String id(JsonNode list, String email, String member) {
        return list.findParents("email").stream()
                .filter(user -> user.path("email").asText().equals(email))
                .map(user -> user.path(member).asText())
                .findFirst()
                .orElseThrow();
    }

    /** A column for each caller: viewer, editor, admin, owner, root that is no member, owner of another group. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /groups/G                | -                                   | 200 200 200 200 200 403
            GET    | /groups/G/memberships    | -                                   | 200 200 200 200 200 403
            GET    | /groups/G/things         | -                                   | 200 200 200 200 200 403
            GET    | /things/T                | -                                   | 200 200 200 200 200 403
            POST   | /groups/G/things         | [{"name":"new-N"}]                  | 403 201 201 201 201 403
            PATCH  | /things/T                | {"name":"Renamed"}                  | 403 200 200 200 200 403
            PATCH  | /things/T                | {"external_key":"external-N"}       | 403 403 200 200 200 403
            PATCH  | /things/T                | {"external_key":null}               | 403 403 200 200 200 403
            POST   | /things/T/key            | {}                                  | 403 403 200 200 200 403
            DELETE | /things/T                | -                                   | 403 403 204 204 204 403
            PUT    | /groups/G/memberships    | {"group_memberships":[{"email":"second@example.org","role":"owner"}]} | 403 403 403 200 200 403
            PUT    | /groups/G/memberships    | {"group_memberships":[{"email":"outsider@example.org","role":"viewer"}]} | 403 403 200 200 200 403
            DELETE | /groups/G/memberships/O  | -                                   | 403 403 204 204 204 204
            POST   | /groups                  | {"name":"New N"}                    | 403 403 403 403 201 403
            GET    | /users                   | -                                   | 403 403 403 403 200 403
            POST   | /users                   | {"email":"u-N@example.org","password":"long enough"} | 403 403 403 403 201 403
            """)
    void each_role_may_what_it_may_and_no_more(String method, String path, String body, String statuses)
            throws Exception {
        String[] expected = statuses.split(" ");
        for (int i = 0; i < CALLERS.size(); i++) {
            String caller = CALLERS.get(i);
            counter++;
            String thing = path.contains("/T") ? WHO.get("root").thing(group, "t" + counter, "secret-" + counter) : "";
            if (path.endsWith("/O")) {
                WHO.get("root")
                        .give(group, Client.address("outsider"), "viewer")
                        .is(200);
            }
            String target =
                    path.replace("/G", "/" + group).replace("/T", "/" + thing).replace("/O", "/" + outsider);
            String sent =
                    body.equals("-") ? null : body.replace("-N", "-" + counter).replace(" N", " " + counter);

            Client.Answer answer = WHO.get(caller).send(method, target, sent);

            assertThat(answer.response().statusCode())
                    .as(
                            "%s %s as %s: %s",
                            method, path, caller, answer.response().body())
                    .isEqualTo(Integer.parseInt(expected[i]));
            if (path.contains("memberships")) {
                WHO.get("root").delete("/groups/" + group + "/memberships/" + outsider);
            }
        }
    }

    @Test
    void a_group_is_deleted_by_its_owners_and_by_root_only() throws Exception {
        for (String role : List.of("viewer", "editor", "admin", "owner")) {
            String doomed = WHO.get("root").group("Doomed " + role);
            WHO.get("root").give(doomed, Client.address(role), role).is(200);

            WHO.get(role).delete("/groups/" + doomed).is(role.equals("owner") ? 204 : 403);
        }
        WHO.get("outsider").delete("/groups/" + group).is(403);
        WHO.get("root").get("/groups/" + group).is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/groups",
        "POST,/groups",
        "GET,/groups/G",
        "DELETE,/groups/G",
        "GET,/groups/G/memberships",
        "PUT,/groups/G/memberships",
        "GET,/groups/G/memberships/x",
        "DELETE,/groups/G/memberships/x",
        "GET,/groups/G/things",
        "POST,/groups/G/things",
        "GET,/things/x",
        "PATCH,/things/x",
        "DELETE,/things/x",
        "POST,/things/x/key",
        "GET,/users",
        "POST,/users",
        "GET,/users/x",
        "DELETE,/users/x",
        "PATCH,/password",
        "GET,/keys",
        "POST,/keys",
        "GET,/keys/x",
        "DELETE,/keys/x",
        "POST,/identify"
    })
    void without_a_token_nothing_is_looked_at(String method, String path) throws Exception {
        String target = path.replace("/G", "/" + group);
        for (String authorization : new String[] {null, "Bearer ", "Thing secret", "Basic eDp5"}) {
            Client.Answer answer = new Client(GATEWAY, authorization)
                    .send(method, target, null)
                    .is(401, "missing or invalid bearer user token");
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        }
        new Client(GATEWAY, "Bearer forged").send(method, target, null).is(401, "failed to validate token");
        new Client(GATEWAY, "Bearer forged").send(method, target, "{bad").is(401, "failed to validate token");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/groups/0123456789abcdef01234567,",
        "GET,/groups/none,",
        "DELETE,/groups/none,",
        "GET,/groups/none/memberships,",
        "GET,/groups/none/things,",
        "GET,/things/none,",
        "DELETE,/things/none,",
        "GET,/things/0123456789abcdef01234567,",
        "DELETE,/users/none,",
        "GET,/users/none,",
        "GET,/keys/none,",
        "DELETE,/keys/none,",
        "POST,/things/none/key,",
        "PATCH,/things/none,{}",
        "POST,/groups/none/things,[]"
    })
    void what_is_not_there_is_not_found(String method, String path, String body) throws Exception {
        WHO.get("root").send(method, path, body).is(404, "entity not found");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,/groups,'GET, HEAD, POST'", "PUT,/groups/x,'GET, HEAD, DELETE'",
                "POST,/things/x,'GET, HEAD, PATCH, DELETE'",
        "GET,/things/x/key,POST", "DELETE,/groups/x/memberships,'GET, HEAD, PUT'", "GET,/identify,POST",
        "GET,/password,PATCH", "PUT,/keys,'GET, HEAD, POST'"
    })
    void another_method_is_told_what_is_allowed(String method, String path, String allowed) throws Exception {
        assertThat(WHO.get("root").send(method, path, null).is(405, "allowed").header("allow"))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "offset=-1",
        "offset=1.5",
        "offset=99999999999999999999"
    })
    void a_part_of_a_list_must_be_a_part(String query) throws Exception {
        for (String list :
                List.of("/groups", "/users", "/groups/" + group + "/things", "/groups/" + group + "/memberships")) {
            WHO.get("root").get(list + "?" + query).is(400, "invalid");
        }
    }

    @Test
    void lists_are_told_in_parts_with_the_number_of_all() throws Exception {
        Client root = WHO.get("root");
        String many = root.group("Many");
        for (int i = 0; i < 12; i++) {
            root.thing(many, "m" + (char) ('a' + i), "many-secret-" + i);
        }

        var first = root.get("/groups/" + many + "/things").is(200).json();
        var last = root.get("/groups/" + many + "/things?offset=10&limit=200")
                .is(200)
                .json();
        var beyond = root.get("/groups/" + many + "/things?offset=100").is(200).json();

        assertThat(first.path("total").asInt()).isEqualTo(12);
        assertThat(first.path("things").findValuesAsText("thing_key"))
                .hasSize(10)
                .startsWith("ma", "mb");
        assertThat(last.path("things").findValuesAsText("thing_key")).containsExactly("mk", "ml");
        assertThat(beyond.path("total").asInt()).isEqualTo(12);
        assertThat(beyond.path("things")).isEmpty();
    }

    @Test
    void a_user_sees_its_own_groups_and_root_all() throws Exception {
        assertThat(WHO.get("viewer")
                        .get("/groups?limit=200")
                        .json()
                        .path("groups")
                        .findValuesAsText("id"))
                .contains(group)
                .doesNotContain(elsewhere);
        assertThat(WHO.get("root")
                        .get("/groups?limit=200")
                        .json()
                        .path("groups")
                        .findValuesAsText("id"))
                .contains(group, elsewhere);
    }
}
