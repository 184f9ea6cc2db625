package dev.tr50.gateway.topic;

import static dev.tr50.gateway.RunningGateway.call;
import static dev.tr50.gateway.field.MqttBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.field.MqttBytes.Publish;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who hears what of the values that things publish. */
class SubscribingToTopicsTest {
    private static final String OTHER_TOKEN = "OtherGroupToken123";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static final Random RANDOM = new Random(2);
    private String thing;

    @BeforeAll
    static void addPeople() throws IOException {
        GATEWAY.whileStopped(storage -> {
            Group group = storage.groups().findByKey("DEFAULT").orElseThrow();
            Group other = storage.groups().create("OTHER", "Other");
            Passwords passwords = new Passwords();
            storage.users().create("viewer@localhost", passwords.hash("viewer"), group.id(), Role.VIEWER);
            storage.users().create("other@localhost", passwords.hash("other"), other.id(), Role.OWNER);
            storage.apps()
                    .create(
                            other.id(),
                            "other",
                            Secrets.hash(OTHER_TOKEN),
                            Groups.DEFAULT_DEFINITION,
                            List.of(),
                            Role.EDITOR);
        });
    }

    @BeforeEach
    void newThing() {
        thing = "pump-" + RANDOM.nextInt(Integer.MAX_VALUE);
    }

    private String topic(String rest) {
        return "thing/" + thing + "/" + rest;
    }

    @Test
    void every_kind_of_value_arrives_as_text() throws Exception {
        try (TopicClient watching = TopicClient.owner(GATEWAY);
                Tr50Client client = GATEWAY.thing(thing)) {
            watching.subscribe("thing/+/property/#", 1);
            watching.subscribe("thing/+/alarm/+", 0);
            watching.subscribe("thing/+/attribute/+", 0);
            watching.subscribe(topic("location"), 1);
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":21.50}");
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":3.000000}");
            call(client, "alarm.publish", "{\"key\":\"heat\",\"state\":2.0,\"msg\":\"hot\"}");
            call(client, "attribute.publish", "{\"key\":\"os\",\"value\":\"Linux 🐧\"}");
            call(client, "thing.attr.set", "{\"key\":\"os\",\"value\":\"BSD\"}");
            call(client, "thing.attr.unset", "{\"key\":\"os\"}");
            call(
                    client,
                    "location.publish",
                    "{\"lat\":45.351603,\"lng\":-75.918713,\"heading\":12.34,\"altitude\":100.0,\"speed\":2,"
                            + "\"fixType\":\"gps\"}");
            call(client, "location.publish", "{\"lat\":45,\"lng\":0.0}");

            assertThat(watching.messages(8))
                    .containsExactly(
                            topic("property/rpm 21.5"),
                            topic("property/rpm 3"),
                            topic("alarm/heat 2"),
                            topic("attribute/os Linux 🐧"),
                            topic("attribute/os BSD"),
                            topic("attribute/os "),
                            topic("location 45.351603,-75.918713,12.34,2,100,gps"),
                            topic("location 45,0,,,,"));
        }
    }

    @Test
    void a_value_arrives_whichever_door_it_came_by() throws Exception {
        try (TopicClient watching = TopicClient.owner(GATEWAY);
                TopicClient onTopics = TopicClient.thing(GATEWAY, 4, thing);
                Tr50Client onApi = GATEWAY.thing(thing)) {
            watching.subscribe(topic("property/rpm"), 0);
            call(onApi, "property.publish", "{\"key\":\"rpm\",\"value\":1}");
            assertThat(watching.message()).isEqualTo(topic("property/rpm 1"));
            onTopics.publish(topic("property/rpm"), "2");
            assertThat(watching.message()).isEqualTo(topic("property/rpm 2"));
            GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + GATEWAY.ownerEmail()
                    + "\",\"password\":\"" + GATEWAY.ownerPassword()
                    + "\"}},\"1\":{\"command\":\"property.publish\",\"params\":{\"thingKey\":\"" + thing
                    + "\",\"key\":\"rpm\",\"value\":3}}}");
            assertThat(watching.message()).isEqualTo(topic("property/rpm 3"));
        }
    }

    @Test
    void the_publisher_gets_a_copy_when_it_subscribed() throws Exception {
        try (TopicClient client = TopicClient.thing(GATEWAY, 4, thing)) {
            client.subscribe(topic("property/#"), 0);
            client.send(topic("property/rpm"), utf8("7"), 0, 0, false);
            assertThat(client.message()).isEqualTo(topic("property/rpm 7"));
            client.assertNothingMoreCame();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 0", "4, 1, 1", "5, 2, 1", "4, 0, 0"})
    void a_message_has_the_qos_of_its_subscription_and_is_not_retained(int level, int wanted, int qos)
            throws Exception {
        try (TopicClient client = TopicClient.thing(GATEWAY, level, thing);
                Tr50Client publisher = GATEWAY.thing(thing)) {
            assertThat(client.subscribe(topic("property/+"), wanted)).isEqualTo(qos);
            call(publisher, "property.publish", "{\"key\":\"rpm\",\"value\":1}");
            Publish message = client.next();
            assertThat(message.first()).isEqualTo(0x30 | qos << 1);
        }
        try (TopicClient later = TopicClient.thing(GATEWAY, level, thing)) {
            later.subscribe(topic("property/+"), wanted);
            later.assertNothingMoreCame();
        }
    }

    @Test
    void what_does_not_change_a_value_is_not_published() throws Exception {
        try (TopicClient watching = TopicClient.watching(GATEWAY, topic("#"));
                Tr50Client client = GATEWAY.thing(thing)) {
            assertThat(watching.message()).isEqualTo(topic("connection true"));
            call(client, "property.publish", "{\"key\":\"p\",\"value\":1,\"ts\":\"2026-01-01T00:00:01Z\"}");
            call(client, "property.publish", "{\"key\":\"p\",\"value\":2,\"ts\":\"2026-01-01T00:00:00Z\"}");
            call(client, "alarm.publish", "{\"key\":\"a\",\"state\":1}");
            call(client, "alarm.publish", "{\"key\":\"a\",\"state\":1}");
            call(client, "alarm.publish", "{\"key\":\"a\",\"state\":1,\"republish\":true}");
            call(client, "attribute.publish", "{\"key\":\"t\",\"value\":\"x\"}");
            call(client, "attribute.publish", "{\"key\":\"t\",\"value\":\"x\"}");
            call(client, "thing.attr.unset", "{\"key\":\"never-set\"}");
            call(client, "property.publish", "{\"key\":\"p\",\"value\":\"wrong\"}");
            call(client, "property.publish", "{\"key\":\"p\",\"value\":3}");

            assertThat(watching.messages(5))
                    .containsExactly(
                            topic("property/p 1"),
                            topic("alarm/a 1"),
                            topic("alarm/a 1"),
                            topic("attribute/t x"),
                            topic("property/p 3"));
        }
    }

    @Test
    void a_batch_arrives_in_the_order_of_its_items_and_one_of_alarms_in_that_of_their_times() throws Exception {
        try (TopicClient watching = TopicClient.watching(GATEWAY, topic("#"));
                Tr50Client client = GATEWAY.thing(thing)) {
            assertThat(watching.message()).isEqualTo(topic("connection true"));
            call(client, "property.batch", """
                    {"key":"p","data":[{"value":1},{"value":2,"ts":"2026-01-01T00:00:00Z"},{"key":"q","value":3},{"value":4},
                    {"value":"wrong"},{"value":5}]}""");
            call(client, "alarm.batch", """
                    {"key":"a","data":[{"state":3,"ts":"2026-01-01T00:00:03Z"},{"state":1,"ts":"2026-01-01T00:00:01Z"},
                    {"state":2,"ts":"2026-01-01T00:00:02Z"},{"state":3,"ts":"2026-01-01T00:00:04Z"}]}""");
            call(
                    client,
                    "attribute.batch",
                    "{\"data\":[{\"key\":\"t\",\"value\":\"x\"},{\"key\":\"t\",\"value\":null}]}");
            call(client, "location.batch", "{\"data\":[{\"lat\":1,\"lng\":2},{\"lat\":3,\"lng\":4}]}");

            assertThat(watching.messages(10))
                    .containsExactly(
                            topic("property/p 1"),
                            topic("property/q 3"),
                            topic("property/p 4"),
                            topic("alarm/a 1"),
                            topic("alarm/a 2"),
                            topic("alarm/a 3"),
                            topic("attribute/t x"),
                            topic("attribute/t "),
                            topic("location 1,2,,,,"),
                            topic("location 3,4,,,,"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thing/#", "thing/+/property/rpm", "thing/another/property/rpm", "thing/+/#", "thing"})
    void a_thing_subscribes_to_what_is_its_own_and_nothing_else(String filter) throws Exception {
        try (TopicClient older = TopicClient.thing(GATEWAY, 4, thing);
                TopicClient newer = TopicClient.connect(GATEWAY, 5, thing, GATEWAY.appToken(), "new", true, 60)) {
            assertThat(older.subscribe(filter, 1)).isEqualTo(0x80);
            assertThat(newer.subscribe(filter, 1)).isEqualTo(0x87);
            assertThat(newer.subscribe("$share/s/" + filter, 1)).isEqualTo(0x87);
            assertThat(older.subscribe(topic("+/+"), 1)).isEqualTo(1);
        }
    }

    @Test
    void a_thing_does_not_hear_of_one_whose_key_begins_like_its_own() throws Exception {
        try (TopicClient client = TopicClient.thing(GATEWAY, 4, thing)) {
            assertThat(client.subscribe("thing/" + thing + "x/#", 0)).isEqualTo(0x80);
        }
    }

    @Test
    void a_viewer_hears_of_every_thing_of_the_group() throws Exception {
        try (TopicClient viewer = TopicClient.connect(GATEWAY, 4, "viewer@localhost", "viewer", "x", true, 60);
                Tr50Client client = GATEWAY.thing(thing)) {
            assertThat(viewer.subscribe("thing/+/property/rpm", 1)).isEqualTo(1);
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":1}");
            assertThat(viewer.message()).isEqualTo(topic("property/rpm 1"));
        }
    }

    @Test
    void nothing_crosses_groups_even_with_the_same_key() throws Exception {
        try (TopicClient stranger = TopicClient.connect(GATEWAY, 4, "other@localhost", "other", "x", true, 60);
                Tr50Client here = GATEWAY.thing(thing);
                Tr50Client there = GATEWAY.client(thing, OTHER_TOKEN)) {
            stranger.subscribe("thing/+/property/#", 0);
            call(here, "property.publish", "{\"key\":\"rpm\",\"value\":1}");
            call(there, "property.publish", "{\"key\":\"rpm\",\"value\":2}");
            assertThat(stranger.message()).isEqualTo(topic("property/rpm 2"));
        }
    }

    @Test
    void a_filter_that_begins_with_a_wildcard_brings_nothing_of_it() throws Exception {
        try (TopicClient user = TopicClient.owner(GATEWAY);
                Tr50Client client = GATEWAY.thing(thing)) {
            user.subscribe("#", 0);
            user.subscribe("+/" + thing + "/property/rpm", 0);
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":1}");
            user.subscribe(topic("property/rpm"), 0);
            call(client, "property.publish", "{\"key\":\"rpm\",\"value\":2}");
            assertThat(user.message()).isEqualTo(topic("property/rpm 2"));
            user.assertNothingMoreCame();
        }
    }

    @Test
    void users_who_share_a_subscription_get_each_change_once_together() throws Exception {
        try (TopicClient one =
                        TopicClient.connect(GATEWAY, 5, GATEWAY.ownerEmail(), GATEWAY.ownerPassword(), "1", true, 60);
                TopicClient two =
                        TopicClient.connect(GATEWAY, 5, GATEWAY.ownerEmail(), GATEWAY.ownerPassword(), "2", true, 60);
                Tr50Client client = GATEWAY.thing(thing)) {
            for (TopicClient user : List.of(one, two)) {
                assertThat(user.subscribe("$share/pool/" + topic("property/+"), 0))
                        .isZero();
                user.subscribe(topic("attribute/end"), 0);
            }
            for (int i = 0; i < 20; i++) {
                call(client, "property.publish", "{\"key\":\"rpm\",\"value\":" + i + "}");
            }
            call(client, "attribute.publish", "{\"key\":\"end\",\"value\":\"x\"}");
            assertThat(untilEnd(one) + untilEnd(two)).isEqualTo(20);
        }
    }

    private int untilEnd(TopicClient client) throws IOException {
        int count = 0;
        while (!client.next().topic().endsWith("/end")) {
            count++;
        }
        return count;
    }

    @Test
    void changes_arrive_in_the_order_in_which_they_were_made_whoever_makes_them() throws Exception {
        int publishers = 6;
        int each = 60;
        ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try (TopicClient watching = TopicClient.owner(GATEWAY);
                Tr50Client reader = GATEWAY.thing(thing)) {
            watching.subscribe(topic("property/rpm"), 0);
            List<Future<?>> running = new ArrayList<>();
            for (int p = 0; p < publishers; p++) {
                int first = p * each;
                running.add(threads.submit(publishing(first, each)));
            }
            List<Integer> heard = new ArrayList<>();
            for (int i = 0; i < publishers * each; i++) {
                heard.add(Integer.valueOf(watching.next().text()));
            }
            for (Future<?> publisher : running) {
                publisher.get();
            }

            for (int p = 0; p < publishers; p++) {
                int first = p * each;
                assertThat(heard.stream().filter(value -> value / each == first / each))
                        .isSorted()
                        .hasSize(each);
            }
            assertThat(call(reader, "property.current", "{\"key\":\"rpm\"}")
                            .at("/params/value")
                            .asInt())
                    .isEqualTo(heard.get(heard.size() - 1));
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> publishing(int first, int count) {
        return () -> {
            try (Tr50Client client = GATEWAY.thing(thing)) {
                for (int i = first; i < first + count; i++) {
                    call(client, "property.publish", "{\"key\":\"rpm\",\"value\":" + i + "}");
                }
            }
            return null;
        };
    }
}
