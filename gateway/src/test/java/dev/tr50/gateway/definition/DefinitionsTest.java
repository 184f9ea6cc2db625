package dev.tr50.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.DefinitionContent;
import dev.tr50.storage.Group;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.PropertyDefinition;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingDefinition;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionsTest {

    @TempDir
    static Path folder;

    private static Storage storage;
    private static Group group;

    @BeforeAll
    static void open() {
        storage = Storage.open(folder);
        group = storage.groups().create("PLANT1", "Plant 1");
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    private static Thing thing(String key, DefinitionContent content) {
        storage.thingDefinitions().create(group.id(), "def-of-" + key, content, "test");
        Thing thing = storage.things().create(group.id(), NewThing.named(key));
        storage.things().changeDefinition(thing, "def-of-" + key, "test");
        return thing;
    }

    private static ErrorCode refusal(ThrowingCallable call) {
        return catchThrowableOfType(CommandException.class, call)
                .problems()
                .get(0)
                .code();
    }

    @Test
    void what_is_not_defined_is_defined_where_the_definition_has_that() {
        Definitions definitions = new Definitions(storage.thingDefinitions(), true);
        Thing open = thing("open", DefinitionContent.empty("Open", true));

        assertThat(definitions.property(open, "rpm").name()).isEqualTo("auto:rpm");
        assertThat(definitions.attribute(open, "rpm").name()).isEqualTo("auto:rpm");
        assertThat(definitions.alarm(open, "heat").states()).isEmpty();
        assertThat(definitions.of(open).content().keys()).isEqualTo(3);
    }

    @Test
    void what_is_not_defined_is_refused_where_it_has_not() {
        Definitions definitions = new Definitions(storage.thingDefinitions(), false);
        Thing strict = thing("strict", DefinitionContent.empty("Strict", false));

        assertThat(refusal(() -> definitions.property(strict, "rpm"))).isEqualTo(ErrorCode.NOT_DEFINED);
        assertThat(refusal(() -> definitions.attribute(strict, "os"))).isEqualTo(ErrorCode.NOT_DEFINED);
        assertThat(refusal(() -> definitions.alarm(strict, "heat"))).isEqualTo(ErrorCode.NOT_DEFINED);
        assertThat(definitions.of(strict).content().keys()).isZero();
    }

    @Test
    void no_definition_grows_without_bound() {
        SortedMap<String, PropertyDefinition> many = new TreeMap<>();
        IntStream.range(0, ThingDefinition.MOST_KEYS).forEach(i -> many.put("k" + i, PropertyDefinition.named("n")));
        DefinitionContent empty = DefinitionContent.empty("Full", true);
        Thing full = thing("full", empty.withSections(many, empty.attributes(), empty.alarms(), empty.methods()));
        Definitions definitions = new Definitions(storage.thingDefinitions(), true);

        assertThat(refusal(() -> definitions.property(full, "one more"))).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(definitions.property(full, "k1").name()).isEqualTo("n");
    }

    @Test
    void a_thing_that_is_gone_has_no_definition() {
        Thing gone = thing("gone", DefinitionContent.empty("Gone", true));
        storage.provisioning().deleteThing(gone);

        assertThat(refusal(() -> new Definitions(storage.thingDefinitions(), true).of(gone)))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
