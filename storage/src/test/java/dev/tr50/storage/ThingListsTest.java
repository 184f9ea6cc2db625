package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of things by tag and key, in every order, by offset and by the last one. */
class ThingListsTest {

    @TempDir
    static Path folder;

    private static Storage storage;
    private static Group group;

    @BeforeAll
    static void fill() {
        storage = Storage.open(folder);
        group = storage.groups().create("G", "G");
        storage.thingDefinitions().create(group.id(), "pump", DefinitionContent.empty("Pump", true), "me");
        for (int i = 0; i < 12; i++) {
            List<String> tags = i % 3 == 0 ? List.of("a", "b") : i % 3 == 1 ? List.of("a") : List.of();
            create("k" + i, "Name " + i % 4, i % 2 == 0 ? "pump" : "default", tags, i % 5 == 0 ? null : "imei" + i % 4);
        }
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    private static Thing create(String key, String name, String defKey, List<String> tags, String imei) {
        return storage.things()
                .create(
                        group.id(),
                        new NewThing(
                                key,
                                name,
                                null,
                                defKey,
                                tags,
                                List.of("s"),
                                new Identifiers(null, null, imei, null, null),
                                "me",
                                null,
                                null,
                                null));
    }

    static Stream<ThingOrder> orders() {
        return Stream.of(ThingOrder.Field.values())
                .flatMap(field -> Stream.of(new ThingOrder(field, false), new ThingOrder(field, true)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void parts_make_up_the_whole_list_in_every_order(ThingOrder order) {
        ThingQuery all = ThingQuery.all(group.id());
        List<Thing> whole = storage.things().list(all, order, 0, 100);
        List<Thing> parts = new ArrayList<>();
        List<Thing> part = storage.things().after(all, order, null, 5);
        while (!part.isEmpty()) {
            parts.addAll(part);
            part = storage.things().after(all, order, parts.get(parts.size() - 1), 5);
        }

        assertThat(whole).hasSize(12).isSortedAccordingTo(comparator(order));
        assertThat(parts).isEqualTo(whole);
        assertThat(storage.things().list(all, order, 3, 4)).isEqualTo(whole.subList(3, 7));
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Thing> comparator(ThingOrder order) {
        Comparator<Comparable<Object>> natural = Comparator.nullsFirst(Comparator.naturalOrder());
        Comparator<Thing> ascending = Comparator.comparing(
                        (Thing thing) -> (Comparable<Object>) order.place(thing), natural)
                .thenComparing(Thing::key);
        return order.descending() ? ascending.reversed() : ascending;
    }

    @Test
    void a_thing_is_found_by_all_of_its_tags() {
        assertThat(keys(ThingQuery.tagged(group.id(), List.of("a")))).hasSize(8);
        assertThat(keys(ThingQuery.tagged(group.id(), List.of("a", "b")))).containsExactly("k0", "k3", "k6", "k9");
        assertThat(keys(ThingQuery.tagged(group.id(), List.of("a", "none")))).isEmpty();
        assertThat(storage.things().count(ThingQuery.tagged(group.id(), List.of("b"))))
                .isEqualTo(4);
        assertThat(keys(new ThingQuery(group.id(), List.of("b"), List.of("k3", "k4", "no such"))))
                .containsExactly("k3");
        assertThat(keys(new ThingQuery(group.id(), List.of(), List.of()))).isEmpty();
    }

    @Test
    void things_asked_for_by_key_are_found_without_reading_the_others() {
        ThingQuery query = new ThingQuery(group.id(), List.of(), List.of("k3", "k4", "k3"));

        assertThat(keys(query)).containsExactly("k3", "k4");
        String plan = storage.database()
                .read(handle -> handle.createQuery("EXPLAIN " + ThingLists.sqlOfCount(query))
                        .bind("group", group.id())
                        .bindArray("keys", String.class, "k3", "k4")
                        .mapTo(String.class)
                        .one());
        assertThat(plan).contains("AND THING_KEY = WANTED_KEY");
    }

    private static List<String> keys(ThingQuery query) {
        return storage.things().list(query, new ThingOrder(ThingOrder.Field.KEY, false), 0, 100).stream()
                .map(Thing::key)
                .toList();
    }

    @Test
    void tags_are_counted_as_they_are_given_and_taken() {
        Group other = storage.groups().create("T", "T");
        Thing one = storage.things().create(other.id(), NewThing.named("one"));
        Thing two = storage.things().create(other.id(), NewThing.named("two"));
        Thing gone = storage.things().create(other.id(), NewThing.named("gone"));
        storage.provisioning().deleteThing(gone);

        storage.things().changeTags(List.of(one, two, gone), TagKind.TAG, tags -> List.of("x", "y"), "me");
        storage.things().changeTags(List.of(two), TagKind.TAG, tags -> List.of("y"), "me");
        storage.things().changeTags(List.of(two), TagKind.SEC_TAG, tags -> List.of("s"), "me");

        assertThat(storage.things().tagCloud(other.id(), TagKind.TAG, 10))
                .containsExactly(new TagCount("y", 2), new TagCount("x", 1));
        assertThat(storage.things().tagCloud(other.id(), TagKind.SEC_TAG, 10)).containsExactly(new TagCount("s", 1));
        assertThat(storage.things().findByKey(other.id(), "two").orElseThrow().tags())
                .containsExactly("y");
        storage.provisioning()
                .deleteThing(storage.things().findByKey(other.id(), "two").orElseThrow());
        assertThat(storage.things().tagCloud(other.id(), TagKind.TAG, 10))
                .hasSize(2)
                .allMatch(tag -> tag.count() == 1);
    }

    @Test
    void tags_go_along_to_another_group() {
        Group from = storage.groups().create("FROM", "From");
        Group to = storage.groups().create("TO", "To");
        Thing thing = storage.things().create(from.id(), NewThing.named("mover"));
        storage.things().changeTags(List.of(thing), TagKind.TAG, tags -> List.of("x"), "me");

        storage.provisioning().change(thing, new ThingProvision(null, to.id(), null, null, false), "me");

        assertThat(storage.things().tagCloud(from.id(), TagKind.TAG, 10)).isEmpty();
        assertThat(storage.things().tagCloud(to.id(), TagKind.TAG, 10)).containsExactly(new TagCount("x", 1));
        assertThat(storage.things().count(ThingQuery.all(from.id()))).isZero();
        assertThat(storage.things().count(ThingQuery.tagged(from.id(), List.of("x"))))
                .isZero();
        assertThat(storage.things().count(ThingQuery.all(to.id()))).isOne();
        assertThat(storage.things().count(ThingQuery.tagged(to.id(), List.of("x"))))
                .isOne();
    }

    @Test
    void a_thing_gets_another_definition_of_its_group_only() {
        Thing thing = create("changing", "Changing", "default", List.of(), null);
        assertThat(storage.thingDefinitions().of(thing).orElseThrow().key()).isEqualTo("default");

        assertThat(storage.things().changeDefinition(thing, "pump", "you")).isTrue();
        assertThat(storage.thingDefinitions().of(thing).orElseThrow().key()).isEqualTo("pump");
        assertThat(storage.things().findById(thing.id()).orElseThrow().updatedBy())
                .isEqualTo("you");
        assertThatThrownBy(() -> storage.things().changeDefinition(thing, "none", "you"))
                .isInstanceOf(NoSuchDefinitionException.class);
        storage.provisioning().deleteThing(thing);
        assertThat(storage.things().changeDefinition(thing, "pump", "you")).isFalse();
    }

    @Test
    void whether_a_thing_is_to_be_located_is_changed_alone() {
        Thing thing = create("located", "Located", "default", List.of(), null);

        storage.things()
                .update(thing.id(), new ThingChange(null, null, null, null, Identifiers.NONE, false, Set.of()), "me");
        Thing now = storage.things().findById(thing.id()).orElseThrow();

        assertThat(thing.locEnabled()).isTrue();
        assertThat(now.locEnabled()).isFalse();
        assertThat(now.name()).isEqualTo("Located");
        storage.provisioning().deleteThing(thing);
    }
}
