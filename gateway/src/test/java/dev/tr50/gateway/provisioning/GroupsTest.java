package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Client root;

    @BeforeAll
    static void logIn() throws Exception {
        root = Client.root(GATEWAY);
    }

    @Test
    void a_group_is_made_and_belongs_to_who_made_it() throws Exception {
        Client.Answer made = root.post("/groups", "{\"name\":\"Plant 1\"}").is(201);

        assertThat(made.text("/key")).isEqualTo("PLANT_1");
        assertThat(made.text("/name")).isEqualTo("Plant 1");
        assertThat(made.header("location")).isEqualTo("/groups/" + made.text("/id"));
        assertThat(root.get(made.header("location")).is(200).json()).isEqualTo(made.json());
        JsonNode members =
                root.get("/groups/" + made.text("/id") + "/memberships").is(200).json();
        assertThat(members.path("total").asInt()).isEqualTo(1);
        assertThat(members.at("/group_memberships/0/email").asText()).isEqualTo(GATEWAY.ownerEmail());
        assertThat(members.at("/group_memberships/0/role").asText()).isEqualTo("owner");
    }

    @Test
    void a_key_can_be_chosen_and_is_unique() throws Exception {
        assertThat(root.post("/groups", "{\"name\":\"Other\",\"key\":\"SITE-9_B\"}")
                        .is(201)
                        .text("/key"))
                .isEqualTo("SITE-9_B");
        root.post("/groups", "{\"name\":\"Third\",\"key\":\"SITE-9_B\"}").is(409, "entity already exists");
        root.post("/groups", "{\"name\":\"site-9_b\"}").is(409, "entity already exists");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                              | name is missing
            {"name":""}                     | name must be
            {"name":"  "}                   | name must be
            {"name":"a\\u0000b"}            | name must be
            {"name":5}                      | name is not a text
            {"name":"x","key":""}           | key must be
            {"name":"x","key":"small"}      | key must be
            {"name":"x","key":"A B"}        | key must be
            {"name":"x","key":"A/B"}        | key must be
            {"name":"x","key":["A"]}        | key is not a text
            [{"name":"x"}]                  | the body is not an object
            """)
    void a_group_that_could_not_be_used_is_malformed(String body, String error) throws Exception {
        root.post("/groups", body).is(400, error);
    }

    @Test
    void a_deleted_group_is_gone_and_its_key_free() throws Exception {
        String id = root.group("Passing");

        root.delete("/groups/" + id).is(204);

        root.get("/groups/" + id).is(404, "entity not found");
        root.delete("/groups/" + id).is(404);
        root.post("/groups/" + id + "/things", "[{\"name\":\"x\"}]").is(404);
        assertThat(root.group("Passing")).isNotEqualTo(id);
    }

    @Test
    void the_first_group_can_be_deleted_and_does_not_come_back() throws Exception {
        RunningGateway gateway = new RunningGateway();
        gateway.beforeAll(null);
        try {
            Client client = Client.root(gateway);
            String first = client.get("/groups").text("/groups/0/id");
            client.delete("/groups/" + first).is(204);

            gateway.restart();

            assertThat(client.get("/groups").is(200).json().path("total").asInt())
                    .isZero();
            client.group("Afresh");
        } finally {
            gateway.afterAll(null);
        }
    }

    @Test
    void roles_are_given_changed_and_taken_away() throws Exception {
        String group = root.group("Members");
        Client ann = root.newUser("ann", group, "viewer");
        ann.post("/groups/" + group + "/things", "[{\"name\":\"t1\"}]").is(403);

        assertThat(root.give(group, "Ann@example.org", "editor").is(200).text("/group_memberships/0/role"))
                .isEqualTo("editor");
        ann.post("/groups/" + group + "/things", "[{\"name\":\"t1\"}]").is(201);
        String annId = root.get("/groups/" + group + "/memberships").text("/group_memberships/1/member_id");
        assertThat(root.get("/groups/" + group + "/memberships/" + annId)
                        .is(200)
                        .text("/email"))
                .isEqualTo("ann@example.org");
        root.delete("/groups/" + group + "/memberships/" + annId).is(204);

        ann.get("/groups/" + group).is(403, "failed to perform authorization over the entity");
        assertThat(ann.get("/groups").is(200).json().path("total").asInt()).isZero();
        root.get("/groups/" + group + "/memberships/" + annId).is(404);
        root.delete("/groups/" + group + "/memberships/" + annId).is(404);
    }

    @Test
    void nobody_gives_more_than_it_has_or_touches_who_has_more() throws Exception {
        String group = root.group("Ladder");
        Client admin = root.newUser("ladder-admin", group, "admin");
        root.newUser("ladder-owner", group, "owner");
        root.newUser("ladder-other", group, "viewer");

        admin.give(group, "ladder-other@example.org", "owner").is(403);
        admin.give(group, "ladder-admin@example.org", "owner").is(403);
        admin.give(group, "ladder-owner@example.org", "viewer").is(403);
        admin.delete("/groups/" + group + "/memberships/" + id(group, "ladder-owner"))
                .is(403);
        admin.give(group, "ladder-other@example.org", "admin").is(200);
        admin.delete("/groups/" + group + "/memberships/" + id(group, "ladder-other"))
                .is(204);
    }

    private static String id(String group, String name) throws Exception {
        for (JsonNode member :
                root.get("/groups/" + group + "/memberships?limit=200").json().path("group_memberships")) {
            if (member.path("email").asText().startsWith(name)) {
                return member.path("member_id").asText();
            }
        }
        throw new AssertionError(name + " is no member");
    }

    @Test
    void the_last_owner_is_not_lost() throws Exception {
        String group = root.group("Owned");
        Client owner = root.newUser("last-owner", group, "owner");
        String rootId = id(group, GATEWAY.ownerEmail());
        root.delete("/groups/" + group + "/memberships/" + rootId).is(204);

        owner.give(group, "last-owner@example.org", "editor").is(409, "no owner");
        owner.delete("/groups/" + group + "/memberships/" + id(group, "last-owner"))
                .is(409, "no owner");
        root.delete("/users/" + id(group, "last-owner")).is(409);
        owner.get("/groups/" + group).is(200);

        String both = "{\"group_memberships\":[{\"email\":\"last-owner@example.org\",\"role\":\"viewer\"},"
                + "{\"member_id\":\"" + rootId + "\",\"role\":\"owner\"}]}";
        owner.put("/groups/" + group + "/memberships", both).is(200);
        owner.delete("/groups/" + group).is(403);
    }

    @Test
    void everybody_may_leave() throws Exception {
        String group = root.group("Left");
        Client viewer = root.newUser("leaver", group, "viewer");

        viewer.delete("/groups/" + group + "/memberships/" + id(group, "leaver"))
                .is(204);

        viewer.get("/groups/" + group).is(403);
    }

    @Test
    void of_several_memberships_all_are_given_or_none() throws Exception {
        String group = root.group("Several");
        root.newUser("several", null, null);

        root.put(
                        "/groups/" + group + "/memberships",
                        "{\"group_memberships\":[{\"email\":\"several@example.org\",\"role\":\"viewer\"},"
                                + "{\"email\":\"nobody@example.org\",\"role\":\"viewer\"}]}")
                .is(404, "no such user");

        assertThat(root.get("/groups/" + group + "/memberships")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_membership_must_say_who_and_what() throws Exception {
        String group = root.group("Malformed");
        String member = "\"email\":\"" + GATEWAY.ownerEmail() + "\"";
        for (List<String> wrong : List.of(
                List.of("{}", "group_memberships is missing"),
                List.of("{\"group_memberships\":[]}", "1 to 200"),
                List.of("{\"group_memberships\":[null]}", "1 to 200"),
                List.of("{\"group_memberships\":{}}", "group_memberships is not a list"),
                List.of("{\"group_memberships\":[7]}", "group_memberships[0] is not an object"),
                List.of("{\"group_memberships\":[{\"role\":\"viewer\"}]}", "member_id or by email"),
                List.of(
                        "{\"group_memberships\":[{" + member + ",\"member_id\":\"x\",\"role\":\"viewer\"}]}",
                        "by email"),
                List.of("{\"group_memberships\":[{" + member + "}]}", "role must be"),
                List.of("{\"group_memberships\":[{" + member + ",\"role\":\"OWNER\"}]}", "role must be"),
                List.of(
                        "{\"group_memberships\":[{" + member + ",\"role\":1}]}",
                        "group_memberships[0].role is not a text"),
                List.of(
                        "{\"group_memberships\":[{" + member + ",\"role\":\"owner\"},{" + member
                                + ",\"role\":\"admin\"}]}",
                        "two roles"))) {
            root.put("/groups/" + group + "/memberships", wrong.get(0)).is(400, wrong.get(1));
        }
    }
}
