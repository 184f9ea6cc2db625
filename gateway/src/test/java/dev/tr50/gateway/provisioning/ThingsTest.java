package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThingsTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Client root;
    private static String group;

    @BeforeAll
    static void logIn() throws Exception {
        root = Client.root(GATEWAY);
        group = root.group("Things");
    }

    private static Client.Answer create(String things) throws Exception {
        return root.post("/groups/" + group + "/things", things);
    }

    private static int status(String authorization) throws Exception {
        return root.with(authorization).get("/files").response().statusCode();
    }

    @Test
    void a_thing_is_made_with_a_secret_that_is_shown_once() throws Exception {
        JsonNode made = create("[{\"name\":\"pump-17\"}]").is(201).json().at("/things/0");

        assertThat(made.path("thing_key").asText()).isEqualTo("pump-17");
        assertThat(made.path("group_id").asText()).isEqualTo(group);
        assertThat(made.path("key").asText()).hasSizeGreaterThanOrEqualTo(32);
        JsonNode shown = root.get("/things/" + made.path("id").asText()).is(200).json();
        assertThat(shown.has("key")).isFalse();
        assertThat(shown.path("has_key").asBoolean()).isTrue();
        assertThat(shown.path("has_external_key").asBoolean()).isFalse();
        assertThat(status("Thing " + made.path("key").asText())).isEqualTo(200);
        assertThat(status("External " + made.path("key").asText())).isEqualTo(401);
        assertThat(status("Thing pump-17")).isEqualTo(401);
    }

    @Test
    void everything_about_a_thing_can_be_chosen() throws Exception {
        JsonNode made = create(
                        "[{\"name\":\"Pump in the cellar\",\"thing_key\":\"352:0.9_1-x\",\"key\":\"chosen-secret\","
                                + "\"external_key\":\"chosen-external\",\"type\":\"device\",\"metadata\":{}}]")
                .is(201)
                .json()
                .at("/things/0");

        assertThat(made.path("name").asText()).isEqualTo("Pump in the cellar");
        assertThat(made.path("thing_key").asText()).isEqualTo("352:0.9_1-x");
        assertThat(made.path("key").asText()).isEqualTo("chosen-secret");
        assertThat(made.has("external_key")).isFalse();
        assertThat(status("Thing chosen-secret")).isEqualTo(200);
        assertThat(status("External chosen-external")).isEqualTo(200);
        assertThat(status("Thing chosen-external")).isEqualTo(401);
        assertThat(status("External chosen-secret")).isEqualTo(401);
    }

    @Test
    void a_thing_made_here_is_the_one_that_tr50_knows() throws Exception {
        create("[{\"name\":\"Named\",\"thing_key\":\"both-doors\",\"key\":\"secret-of-both\"}]")
                .is(201);
        try (Tr50Client thing = GATEWAY.client("both-doors", "secret-of-both")) {
            JsonNode found = RunningGateway.call(thing, "thing.find", "{\"key\":\"both-doors\"}");
            GATEWAY.store(thing, "{\"fileName\":\"by-tr50.txt\"}", "bytes");

            assertThat(found.at("/params/name").asText()).isEqualTo("Named");
            assertThat(found.at("/params/createdBy").asText()).isEqualTo(GATEWAY.ownerEmail());
            assertThat(found.at("/params/defKey").asText()).isEqualTo("default");
        }
        assertThat(root.with("Thing secret-of-both").get("/files").text("/files/0/name"))
                .isEqualTo("by-tr50.txt");
    }

    @Test
    void a_thing_that_registered_itself_gets_a_secret_when_one_is_made() throws Exception {
        try (Tr50Client registering = GATEWAY.thing("self-made")) {
            RunningGateway.call(registering, "diag.ping", "{}");
        }
        String standard = root.get("/groups").text("/groups/0/id");
        JsonNode thing =
                root.get("/groups/" + standard + "/things?limit=200").json().at("/things/0");
        assertThat(thing.path("thing_key").asText()).isEqualTo("self-made");
        assertThat(thing.path("has_key").asBoolean()).isFalse();

        String key = root.send("POST", "/things/" + thing.path("id").asText() + "/key", null)
                .is(200)
                .text("/key");

        assertThat(status("Thing " + key)).isEqualTo(200);
        try (Tr50Client bySecret = GATEWAY.client("self-made", key)) {
            assertThat(RunningGateway.call(bySecret, "diag.ping", "{}")
                            .path("success")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void a_new_secret_takes_the_place_of_the_old_one() throws Exception {
        String id = root.thing(group, "rotating", "first-secret");

        assertThat(root.post("/things/" + id + "/key", "{\"key\":\"second-secret\"}")
                        .is(200)
                        .text("/key"))
                .isEqualTo("second-secret");

        assertThat(status("Thing first-secret")).isEqualTo(401);
        assertThat(status("Thing second-secret")).isEqualTo(200);
        GATEWAY.restart();
        assertThat(status("Thing second-secret")).isEqualTo(200);
    }

    @Test
    void of_several_things_all_are_made_or_none() throws Exception {
        root.thing(group, "there-already", "secret-there");
        int before =
                root.get("/groups/" + group + "/things").json().path("total").asInt();

        create("[{\"name\":\"first-new\"},{\"name\":\"there-already\"}]").is(409, "entity already exists");
        create("[{\"name\":\"first-new\"},{\"name\":\"other-new\",\"key\":\"secret-there\"}]")
                .is(409);
        create("[{\"name\":\"first-new\",\"key\":\"same-key\"},{\"name\":\"other-new\",\"key\":\"same-key\"}]")
                .is(409);
        create("[{\"name\":\"first-new\"},{\"name\":\"not valid\"}]").is(400);

        assertThat(root.get("/groups/" + group + "/things").json().path("total").asInt())
                .isEqualTo(before);
        create("[{\"name\":\"first-new\"},{\"name\":\"other-new\"}]").is(201);
    }

    @Test
    void a_key_opens_one_thing_of_all_groups() throws Exception {
        String other = root.group("Other things");
        root.thing(group, "unique", "unique-secret");

        root.post("/groups/" + other + "/things", "[{\"name\":\"unique\",\"key\":\"unique-secret\"}]")
                .is(409);
        root.post("/groups/" + other + "/things", "[{\"name\":\"unique\",\"key\":\"another-secret\"}]")
                .is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                   | 1 to 200 things
            {}                                                   | the body is not a list
            [null]                                               | [0] is missing
            [{}]                                                 | name is missing
            [{"name":7}]                                         | [0].name is not a text
            [{"name":"a"},{"name":["b"]}]                        | [1].name is not a text
            [{"name":"two words"}]                               | thing_key is missing
            [{"name":"a@b"}]                                     | thing_key is missing
            [{"name":"x","thing_key":"a/b"}]                     | thing_key must be
            [{"name":"x","thing_key":""}]                        | thing_key must be
            [{"name":"x","key":"1234"}]                          | key must be 5 to 1024
            [{"name":"x","key":""}]                              | key must be 5 to 1024
            [{"name":"x","key":"with blank"}]                    | key must be 5 to 1024
            [{"name":"x","key":"schlüssel"}]                     | key must be 5 to 1024
            [{"name":"x","external_key":"1234"}]                 | external_key must be 5 to 1024
            [{"name":"publicname","key":"publicname"}]           | key must not be the thing_key
            [{"name":"x","thing_key":"public","key":"public"}]   | key must not be the thing_key
            [{"name":"x","thing_key":"public","external_key":"public"}] | external_key must not be the thing_key
            [{"name":"x",}]                                      | the body is not JSON
            """)
    void a_thing_that_could_not_be_used_is_malformed(String body, String error) throws Exception {
        create(body).is(400, "malformed entity specification").is(400, error);
    }

    @Test
    void keys_are_as_long_as_they_may_be() throws Exception {
        create("[{\"name\":\"short-key\",\"key\":\"12345\"}]").is(201);
        create("[{\"name\":\"long-key\",\"key\":\"" + "k".repeat(1024) + "\"}]").is(201);
        create("[{\"name\":\"longer-key\",\"key\":\"" + "l".repeat(1025) + "\"}]")
                .is(400, "key must be");

        assertThat(status("Thing " + "k".repeat(1024))).isEqualTo(200);
    }

    @Test
    void more_than_two_hundred_things_come_in_several_requests() throws Exception {
        String many = root.group("Very many");
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 200; i++) {
            body.append("{\"name\":\"n").append(i).append("\"},");
        }

        root.post("/groups/" + many + "/things", body + "{\"name\":\"one-more\"}]")
                .is(400, "1 to 200 things");
        JsonNode made = root.post("/groups/" + many + "/things", body.substring(0, body.length() - 1) + "]")
                .is(201)
                .json();
        assertThat(made.at("/things").size()).isEqualTo(200);
        assertThat(made.at("/things/199/name").asText()).isEqualTo("n199");
    }

    @Test
    void name_and_external_key_change_alone_or_together() throws Exception {
        String id = root.thing(group, "changing", "changing-secret");

        assertThat(root.patch("/things/" + id, "{\"name\":\"Changed\",\"external_key\":\"given-key\"}")
                        .is(200)
                        .text("/name"))
                .isEqualTo("Changed");
        assertThat(status("External given-key")).isEqualTo(200);
        root.patch("/things/" + id, "{\"name\":\"Again\"}").is(200);
        assertThat(status("External given-key")).isEqualTo(200);
        root.patch("/things/" + id, "{\"external_key\":\"other-key\"}").is(200);
        assertThat(status("External given-key")).isEqualTo(401);
        assertThat(status("External other-key")).isEqualTo(200);
        JsonNode without =
                root.patch("/things/" + id, "{\"external_key\":null}").is(200).json();

        assertThat(without.path("name").asText()).isEqualTo("Again");
        assertThat(without.path("has_external_key").asBoolean()).isFalse();
        assertThat(status("External other-key")).isEqualTo(401);
        assertThat(status("Thing changing-secret")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":""}                   | 400 | name must be
            {"name":1}                    | 400 | name is not a text
            {"external_key":"1234"}       | 400 | external_key must be
            {"external_key":7}            | 400 | external_key is not a text
            {"external_key":"immutable"}  | 400 | must not be the thing_key
            {"external_key":"taken-by-it"} | 409 | entity already exists
            {"group_id":7}                | 400 | group_id is not a text
            {"group_id":"none"}           | 404 | entity not found
            """)
    void a_change_that_cannot_be_is_not_made(String body, int status, String error) throws Exception {
        create("[{\"name\":\"immutable\"},{\"name\":\"taker\",\"external_key\":\"taken-by-it\"}]");
        String id = root.get("/groups/" + group + "/things?limit=200").json().path("things").findParents("id").stream()
                .filter(thing -> thing.path("thing_key").asText().equals("immutable"))
                .map(thing -> thing.path("id").asText())
                .findFirst()
                .orElseThrow();

        root.patch("/things/" + id, body).is(status, error);

        assertThat(root.get("/things/" + id).text("/name")).isEqualTo("immutable");
    }

    @Test
    void whose_key_it_is_is_told_to_members_only() throws Exception {
        JsonNode thing = create("[{\"name\":\"asked-for\",\"key\":\"asked-key\",\"external_key\":\"asked-external\"}]")
                .is(201)
                .json()
                .at("/things/0");
        Client viewer = root.newUser("asking", group, "viewer");
        Client stranger = root.newUser("stranger", root.group("Strange"), "owner");
        String internal = "{\"key\":\"asked-key\",\"type\":\"internal\"}";

        assertThat(viewer.post("/identify", internal).is(200).text("/id"))
                .isEqualTo(thing.path("id").asText());
        assertThat(root.post("/identify", "{\"key\":\"asked-key\"}").is(200).text("/id"))
                .isEqualTo(thing.path("id").asText());
        viewer.post("/identify", "{\"key\":\"asked-external\",\"type\":\"external\"}")
                .is(200);
        viewer.post("/identify", "{\"key\":\"asked-external\",\"type\":\"internal\"}")
                .is(404, "entity not found");
        viewer.post("/identify", "{\"key\":\"unknown\",\"type\":\"internal\"}").is(404);
        stranger.post("/identify", internal).is(404, "entity not found");
        new Client(GATEWAY, null).post("/identify", internal).is(401);
        viewer.post("/identify", "{\"key\":\"asked-key\",\"type\":\"other\"}").is(400, "type must be");
        viewer.post("/identify", "{\"type\":\"internal\"}").is(400, "key is missing");
    }
}
