package dev.tr50.gateway.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is gone is gone at once, at every door. */
class RevocationTest {
    private static final String BOUNDARY = "b0undary";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Client root;

    @BeforeAll
    static void logIn() throws Exception {
        root = Client.root(GATEWAY);
    }

    /** Logs in over MQTT and stays until it is turned out. */
    private static Mqtt3BlockingClient connect(String user, String password) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("revocation")
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .buildBlocking();
        client.connectWith()
                .cleanSession(false)
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    private static void awaitTurnedOut(Mqtt3BlockingClient client) {
        await().atMost(RunningGateway.PATIENCE).until(() -> !client.getState().isConnected());
    }

    private static String session(String auth) throws Exception {
        String id = GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{" + auth + "}}}")
                .at("/auth/params/sessionId")
                .asText();
        assertThat(id).hasSize(32);
        return id;
    }

    private static String thingSession(String thingKey, String token) throws Exception {
        return session("\"thingKey\":\"" + thingKey + "\",\"appToken\":\"" + token + "\",\"appId\":\"app\"");
    }

    private static void assertEnded(String session) throws Exception {
        JsonNode reply = GATEWAY.api("{\"1\":{\"command\":\"diag.ping\"}}", "sessionId", session);
        assertThat(reply.path("errorCodes").path(0).asInt())
                .as(reply.toString())
                .isEqualTo(-99004);
    }

    private static int status(String authorization, String path) throws Exception {
        return root.with(authorization).get(path).response().statusCode();
    }

    private static void upload(String authorization, String path, String name, String content) throws Exception {
        String form = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\n\r\n" + content + "\r\n--" + BOUNDARY + "--\r\n";
        Client client = root.with(authorization);
        client.send(client.request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofString(form)))
                .is(201);
    }

    @Test
    void a_deleted_thing_is_turned_out_and_nothing_of_it_is_found() throws Exception {
        String group = root.group("Deleted thing");
        String id = root.thing(group, "doomed", "doomed-secret");
        Client owner = root.newUser("of-doomed", group, "owner");
        upload("Thing doomed-secret", "/files", "f.txt", "x");
        Mqtt3BlockingClient connected = connect("doomed", "doomed-secret");

        root.delete("/things/" + id).is(204);

        awaitTurnedOut(connected);
        assertThat(status("Thing doomed-secret", "/files")).isEqualTo(401);
        root.get("/things/" + id).is(404);
        assertThat(root.get("/groups/" + group + "/things").json().path("total").asInt())
                .isZero();
        assertThatThrownBy(() -> connect("doomed", "doomed-secret")).isInstanceOf(Mqtt3ConnAckException.class);
        try (Tr50Client user = GATEWAY.client(Client.address("of-doomed"), Client.password("of-doomed"))) {
            assertThat(RunningGateway.call(user, "thing.find", "{\"key\":\"doomed\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-90008);
        }
        root.thing(group, "doomed", "doomed-secret");
        assertThat(root.with("Thing doomed-secret")
                        .get("/files")
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        owner.get("/groups/" + group + "/things").is(200);
    }

    @Test
    void with_a_new_secret_the_old_logins_end() throws Exception {
        String standard = root.get("/groups?limit=200").json().path("groups").findParents("key").stream()
                .filter(group -> group.path("key").asText().equals("DEFAULT"))
                .map(group -> group.path("id").asText())
                .findFirst()
                .orElseThrow();
        String id = root.thing(standard, "rekeyed", "old-secret");
        Mqtt3BlockingClient connected = connect("rekeyed", "old-secret");
        String session = thingSession("rekeyed", GATEWAY.appToken());

        root.post("/things/" + id + "/key", "{\"key\":\"new-secret\"}").is(200);

        awaitTurnedOut(connected);
        assertEnded(session);
        assertThatThrownBy(() -> connect("rekeyed", "old-secret")).isInstanceOf(Mqtt3ConnAckException.class);
        Mqtt3BlockingClient again = connect("rekeyed", "new-secret");
        root.patch("/things/" + id, "{\"name\":\"A name ends nothing\",\"external_key\":\"external\"}")
                .is(200);
        assertThat(again.getState().isConnected()).isTrue();
        again.disconnect();
    }

    @Test
    void a_deleted_user_is_turned_out() throws Exception {
        String group = root.group("Deleted user");
        Client user = root.newUser("dismissed", group, "editor");
        String email = Client.address("dismissed");
        Mqtt3BlockingClient connected = connect(email, Client.password("dismissed"));
        String session =
                session("\"username\":\"" + email + "\",\"password\":\"" + Client.password("dismissed") + "\"");
        String id = root.get("/groups/" + group + "/memberships").text("/group_memberships/1/member_id");

        root.delete("/users/" + id).is(204);

        awaitTurnedOut(connected);
        assertEnded(session);
        user.get("/groups/" + group).is(401);
        assertThatThrownBy(() -> connect(email, Client.password("dismissed")))
                .isInstanceOf(Mqtt3ConnAckException.class);
    }

    @Test
    void a_lower_role_holds_at_once_at_every_door_and_a_higher_one_turns_nobody_out() throws Exception {
        String group = root.group("Roles change");
        Client user = root.newUser("changing", group, "viewer");
        String email = Client.address("changing");
        Mqtt3BlockingClient connected = connect(email, Client.password("changing"));

        root.give(group, email, "editor").is(200);
        user.post("/groups/" + group + "/things", "[{\"name\":\"x1\"}]").is(201);
        assertThat(connected.getState().isConnected()).isTrue();
        root.give(group, email, "viewer").is(200);

        awaitTurnedOut(connected);
        user.post("/groups/" + group + "/things", "[{\"name\":\"x2\"}]").is(403);
        assertThat(status(user.authorization(), "/fs/groups/" + group + "/files"))
                .isEqualTo(403);
        try (Tr50Client again = GATEWAY.client(email, Client.password("changing"))) {
            assertThat(RunningGateway.call(
                                    again, "thing.create", "{\"key\":\"x3\",\"name\":\"n\",\"defKey\":\"default\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99005);
        }
    }

    @Test
    void whoever_leaves_its_only_group_is_out_and_logs_in_again_when_it_is_in_another() throws Exception {
        String first = root.group("First group");
        String second = root.group("Second group");
        root.newUser("wanderer", first, "viewer");
        String email = Client.address("wanderer");
        Mqtt3BlockingClient connected = connect(email, Client.password("wanderer"));
        String session = session("\"username\":\"" + email + "\",\"password\":\"" + Client.password("wanderer") + "\"");
        String id = root.get("/groups/" + first + "/memberships").text("/group_memberships/1/member_id");

        root.delete("/groups/" + first + "/memberships/" + id).is(204);

        awaitTurnedOut(connected);
        assertEnded(session);
        assertThatThrownBy(() -> connect(email, Client.password("wanderer"))).isInstanceOf(Mqtt3ConnAckException.class);
        root.give(second, email, "editor").is(200);
        try (Tr50Client again = GATEWAY.client(email, Client.password("wanderer"))) {
            assertThat(RunningGateway.call(again, "session.info", "{}")
                            .at("/params/orgKey")
                            .asText())
                    .isEqualTo("SECOND_GROUP");
        }
    }

    @Test
    void with_a_group_everything_in_it_is_gone() throws Exception {
        String group = root.group("Deleted group");
        root.thing(group, "inmate", "inmate-secret");
        Client editor = root.newUser("inmate-user", group, "editor");
        upload("Thing inmate-secret", "/files", "own.txt", "x");
        upload(editor.authorization(), "/fs/groups/" + group + "/files", "common.txt", "y");
        assertThat(status("Thing inmate-secret", "/fs/groupfiles/common.txt")).isEqualTo(200);
        Mqtt3BlockingClient thing = connect("inmate", "inmate-secret");
        Mqtt3BlockingClient user = connect(Client.address("inmate-user"), Client.password("inmate-user"));

        root.delete("/groups/" + group).is(204);

        awaitTurnedOut(thing);
        awaitTurnedOut(user);
        assertThat(status("Thing inmate-secret", "/files")).isEqualTo(401);
        assertThat(status("Thing inmate-secret", "/fs/groupfiles/common.txt")).isEqualTo(401);
        assertThat(status(editor.authorization(), "/fs/groups/" + group + "/files"))
                .isEqualTo(404);
        editor.get("/groups").is(200);
        assertThatThrownBy(() -> connect("inmate", "inmate-secret")).isInstanceOf(Mqtt3ConnAckException.class);
        assertThatThrownBy(() -> connect(Client.address("inmate-user"), Client.password("inmate-user")))
                .isInstanceOf(Mqtt3ConnAckException.class);
    }

    @Test
    void a_thing_that_moves_is_at_once_where_it_is_and_keeps_what_is_its_own() throws Exception {
        String from = root.group("Moves from");
        String to = root.group("Moves to");
        String id = root.thing(from, "mover", "mover-secret");
        root.newUser("at-target", to, "editor");
        upload("Thing mover-secret", "/files", "own.txt", "x");
        upload(root.authorization(), "/fs/groups/" + from + "/files", "old-group.txt", "x");
        upload(root.authorization(), "/fs/groups/" + to + "/files", "new-group.txt", "x");
        Mqtt3BlockingClient connected = connect("mover", "mover-secret");

        assertThat(root.patch("/things/" + id, "{\"group_id\":\"" + to + "\"}")
                        .is(200)
                        .text("/group_id"))
                .isEqualTo(to);

        awaitTurnedOut(connected);
        assertThat(status("Thing mover-secret", "/fs/groupfiles/new-group.txt")).isEqualTo(200);
        assertThat(status("Thing mover-secret", "/fs/groupfiles/old-group.txt")).isEqualTo(404);
        try (Tr50Client user = GATEWAY.client(Client.address("at-target"), Client.password("at-target"));
                Tr50Client thing = GATEWAY.client("mover", "mover-secret")) {
            assertThat(RunningGateway.call(user, "thing.find", "{\"key\":\"mover\"}")
                            .at("/params/id")
                            .asText())
                    .isEqualTo(id);
            assertThat(RunningGateway.call(user, "file.list", "{\"thingKey\":\"mover\"}")
                            .at("/params/count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(RunningGateway.call(thing, "session.info", "{}")
                            .at("/params/orgKey")
                            .asText())
                    .isEqualTo("MOVES_TO");
        }
        root.delete("/groups/" + from).is(204);
        assertThat(root.with("Thing mover-secret").get("/files").is(200).text("/files/0/name"))
                .isEqualTo("own.txt");
        assertThat(status("Thing mover-secret", "/files/own.txt")).isEqualTo(200);
    }

    @Test
    void a_thing_moves_only_between_groups_of_an_admin_of_both() throws Exception {
        String from = root.group("Guarded from");
        String to = root.group("Guarded to");
        String id = root.thing(from, "guarded", "guarded-secret");
        Client here = root.newUser("admin-here", from, "admin");
        Client both = root.newUser("admin-both", from, "admin");
        root.give(to, Client.address("admin-both"), "editor").is(200);
        String move = "{\"group_id\":\"" + to + "\"}";

        here.patch("/things/" + id, move).is(403);
        both.patch("/things/" + id, move).is(403);
        root.give(to, Client.address("admin-both"), "admin").is(200);
        root.thing(to, "guarded", "other-secret");
        both.patch("/things/" + id, move).is(409, "entity already exists");
        assertThat(root.get("/things/" + id).text("/group_id")).isEqualTo(from);
        root.delete("/things/" + root.get("/groups/" + to + "/things").text("/things/0/id"))
                .is(204);

        both.patch("/things/" + id, move).is(200);
        here.get("/things/" + id).is(403);
    }

    @Test
    void what_a_turned_out_client_had_waiting_does_not_reach_the_next_one() throws Exception {
        String group = root.group("Queues");
        String id = root.thing(group, "queued", "queued-secret");
        Mqtt3BlockingClient before = connect("queued", "queued-secret");
        before.subscribeWith().topicFilter("news").send();
        before.disconnect();

        root.delete("/things/" + id).is(204);
        root.thing(group, "queued", "queued-secret");

        Mqtt3BlockingClient after = MqttClient.builder()
                .useMqttVersion3()
                .identifier("revocation")
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .buildBlocking();
        assertThat(after.connectWith()
                        .cleanSession(false)
                        .simpleAuth()
                        .username("queued")
                        .password("queued-secret".getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .send()
                        .isSessionPresent())
                .isFalse();
        after.disconnect();
    }
}
