package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThingDefinitionsTest {

    @TempDir
    static Path folder;

    private static Storage storage;
    private static int groups;

    private ThingDefinitions definitions;
    private Group group;

    @BeforeAll
    static void open() {
        storage = Storage.open(folder);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void newGroup() {
        definitions = storage.thingDefinitions();
        group = storage.groups().create("G" + groups++, "A group");
    }

    private static DefinitionContent full() {
        return new DefinitionContent(
                "Pump",
                true,
                false,
                new TreeMap<>(Map.of(
                        "rpm", new PropertyDefinition("Revolutions", "1/min", "n=", " rpm", true, true, true, "x*2"))),
                new TreeMap<>(Map.of("os", new AttributeDefinition("System", "Linux", true))),
                new TreeMap<>(Map.of(
                        "heat",
                        new AlarmDefinition(
                                "Heat",
                                List.of(
                                        new AlarmDefinition.State("ok", "#0A0"),
                                        new AlarmDefinition.State("hot", null)),
                                true))),
                new TreeMap<>(Map.of(
                        "stop",
                        new MethodDefinition(
                                "Stop", "at once", "method", 60, List.of("a"), "{\"x\":{}}", "{\"y\":{}}"))),
                new LocationDefinition(List.of("wifi"), true),
                new DefinitionContent.Kept("[1]", "true", "[\"c\"]", "[\"s\"]"));
    }

    private static SortedMap<String, AlarmDefinition> noAlarms() {
        return Collections.emptySortedMap();
    }

    @Test
    void a_group_begins_with_a_definition_under_which_things_publish_what_they_like() {
        ThingDefinition found = definitions.find(group.id(), "default").orElseThrow();

        assertThat(found.name()).isEqualTo("Default");
        assertThat(found.content().autoDefProps()).isTrue();
        assertThat(found.content().autoDefAttrs()).isTrue();
        assertThat(found.createdBy()).isEqualTo("SYSTEM");
    }

    @Test
    void a_definition_is_found_as_it_was_written_after_a_restart_too(@TempDir Path other) {
        ThingDefinition created;
        try (Storage first = Storage.open(other)) {
            Group plant = first.groups().create("P", "Plant");
            created = first.thingDefinitions().create(plant.id(), "pump", full(), "me");
        }
        try (Storage second = Storage.open(other)) {
            assertThat(second.thingDefinitions().find(created.groupId(), "pump"))
                    .contains(created);
            assertThat(second.thingDefinitions().findById(created.groupId(), created.id()))
                    .contains(created);
        }
    }

    @Test
    void a_key_is_unique_in_its_group_alone() {
        definitions.create(group.id(), "pump", full(), "me");
        Group elsewhere = storage.groups().create("G" + groups++, "Another");

        assertThatThrownBy(() -> definitions.create(group.id(), "pump", full(), "me"))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(definitions.create(elsewhere.id(), "pump", full(), "me")).isNotNull();
        assertThat(definitions.findById(
                        elsewhere.id(),
                        definitions.find(group.id(), "pump").orElseThrow().id()))
                .isEmpty();
    }

    @Test
    void an_update_writes_what_is_new_and_takes_away_what_is_gone_and_is_counted() {
        definitions.create(group.id(), "pump", full(), "me");

        ThingDefinition updated = definitions
                .update(
                        group.id(),
                        "pump",
                        old -> old.withSections(
                                new TreeMap<>(Map.of("heat", PropertyDefinition.named("Heat"))),
                                old.attributes(),
                                noAlarms(),
                                old.methods()),
                        "you")
                .orElseThrow();

        assertThat(updated.property("rpm")).isEmpty();
        assertThat(updated.alarm("heat")).isEmpty();
        assertThat(updated.method("stop")).isPresent();
        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.updatedBy()).isEqualTo("you");
        assertThat(updated.createdBy()).isEqualTo("me");
        assertThat(stored(updated)).isEqualTo(updated);
    }

    @Test
    void a_definition_that_is_not_there_cannot_be_updated_or_deleted() {
        assertThat(definitions.update(group.id(), "none", old -> old, "me")).isEmpty();
        assertThat(definitions.delete(group.id(), "none")).isFalse();
    }

    @Test
    void a_definition_in_use_cannot_be_deleted() {
        definitions.create(group.id(), "pump", full(), "me");
        definitions.create(group.id(), "valve", full(), "me");
        Thing thing = storage.things().create(group.id(), withDefinition("p1", "pump"));
        storage.apps().create(group.id(), "app", "hash-" + group.id(), "valve", List.of(), Role.EDITOR);

        assertThatThrownBy(() -> definitions.delete(group.id(), "pump")).isInstanceOf(DefinitionInUseException.class);
        assertThatThrownBy(() -> definitions.delete(group.id(), "valve")).isInstanceOf(DefinitionInUseException.class);
        storage.provisioning().deleteThing(thing);
        assertThat(definitions.delete(group.id(), "pump")).isTrue();
        assertThat(definitions.find(group.id(), "pump")).isEmpty();
    }

    @Test
    void a_key_that_many_define_at_once_is_defined_once_and_no_other_is_lost() throws Exception {
        ThingDefinition known = definitions.create(group.id(), "pump", DefinitionContent.empty("Pump", true), "me");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> publishers = IntStream.range(0, 400)
                    .mapToObj(i -> (Callable<String>) () -> definitions
                            .define(known, "key" + i % 50, PropertyDefinition.named("by " + i), "me")
                            .orElseThrow()
                            .name())
                    .toList();
            List<Future<String>> names = pool.invokeAll(publishers);
            ThingDefinition now = definitions.find(group.id(), "pump").orElseThrow();

            assertThat(now.content().properties()).hasSize(50);
            assertThat(now.version()).isEqualTo(51);
            for (int i = 0; i < names.size(); i++) {
                assertThat(names.get(i).get())
                        .isEqualTo(now.property("key" + i % 50).orElseThrow().name());
            }
            assertThat(stored(now)).isEqualTo(now);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_definition_has_ten_thousand_keys_at_most() {
        SortedMap<String, PropertyDefinition> many = new TreeMap<>();
        IntStream.range(0, ThingDefinition.MOST_KEYS).forEach(i -> many.put("k" + i, PropertyDefinition.named("n")));
        DefinitionContent empty = DefinitionContent.empty("Full", true);
        DefinitionContent crowd = empty.withSections(many, empty.attributes(), empty.alarms(), empty.methods());
        ThingDefinition full = definitions.create(group.id(), "full", crowd, "me");

        assertThatThrownBy(() -> definitions.define(full, "os", AttributeDefinition.named("n"), "me"))
                .isInstanceOf(TooManyKeysException.class);
        assertThat(definitions.define(full, "k1", PropertyDefinition.named("other"), "me"))
                .contains(PropertyDefinition.named("n"));
        assertThat(stored(full)).isEqualTo(full);
    }

    @Test
    void the_definition_of_a_thing_is_the_one_it_has_now() {
        definitions.create(group.id(), "default2", full(), "me");
        Group elsewhere = storage.groups().create("G" + groups++, "Another");
        Thing thing = storage.things().create(group.id(), withDefinition("p2", "default2"));
        assertThat(definitions.of(thing).orElseThrow().key()).isEqualTo("default2");

        storage.provisioning().change(thing, new ThingProvision(null, elsewhere.id(), null, null, false), "me");

        assertThat(definitions.of(thing)).isEqualTo(definitions.find(elsewhere.id(), "default"));
    }

    @Test
    void definitions_of_another_group_stay_when_a_group_goes() {
        definitions.create(group.id(), "pump", full(), "me");
        Group staying = storage.groups().create("G" + groups++, "Another");
        ThingDefinition stays = definitions.create(staying.id(), "pump", full(), "me");

        storage.provisioning().deleteGroup(group);

        assertThat(stored(stays)).isEqualTo(stays);
        assertThat(rows("SELECT COUNT(*) FROM alarm_definitions WHERE definition_id NOT IN"
                        + " (SELECT id FROM thing_definitions)"))
                .isZero();
    }

    @Test
    void a_list_is_in_the_order_asked_for() {
        definitions.create(group.id(), "b", DefinitionContent.empty("One", false), "me");
        definitions.create(group.id(), "a", DefinitionContent.empty("Two", false), "me");

        Page<ThingDefinition> page =
                definitions.page(group.id(), new DefinitionSort(DefinitionSort.Field.KEY, true), 1, 2);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).extracting(ThingDefinition::key).containsExactly("b", "a");
    }

    private static NewThing withDefinition(String key, String defKey) {
        NewThing named = NewThing.named(key);
        return new NewThing(
                key, key, null, defKey, named.tags(), named.secTags(), named.identifiers(), key, null, null, null);
    }

    /** As the tables have it, whatever is in memory. */
    private static ThingDefinition stored(ThingDefinition known) {
        return storage.database()
                .read(handle -> DefinitionRows.find(handle, known.groupId(), known.key()))
                .orElseThrow();
    }

    private static long rows(String query) {
        return storage.database()
                .read(handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
