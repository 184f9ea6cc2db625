package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that gives definitions their keys, on a database that has definitions and things already. */
class ThingDefinitionsMigrationTest {

    @Test
    void things_of_an_older_version_publish_what_they_like_as_before(@TempDir Path folder) {
        OldFolder.make(
                folder,
                "3",
                List.of(
                        "INSERT INTO scopes (id, group_id, thing_id) VALUES (1, 'g1', NULL), (2, 'g1', 't1')",
                        "INSERT INTO groups (id, group_key, name, scope_id) VALUES ('g1', 'DEFAULT', 'Default', 1)",
                        "INSERT INTO thing_definitions (id, group_id, def_key, name) VALUES ('d1', 'g1', 'default', 'Default')",
                        "INSERT INTO things (id, group_id, thing_key, name, def_key, tags, sec_tags, created_by, created_on,"
                                + " updated_by, updated_on, scope_id) VALUES ('t1', 'g1', 'pump', 'Pump', 'default',"
                                + " ARRAY['a', 'b', 'a'], ARRAY['s'], 'me', 1, 'me', 1, 2)"));

        try (Storage storage = Storage.open(folder)) {
            ThingDefinition old =
                    storage.thingDefinitions().find("g1", "default").orElseThrow();

            assertThat(old.content()).isEqualTo(DefinitionContent.empty("Default", true));
            assertThat(old.createdBy()).isEqualTo("SYSTEM");
            assertThat(storage.thingDefinitions().define(old, "rpm", PropertyDefinition.named("auto:rpm"), "t1"))
                    .isPresent();
            assertThat(storage.things().tagCloud("g1", TagKind.TAG, 9))
                    .containsExactly(new TagCount("a", 1), new TagCount("b", 1));
            assertThat(storage.things().tagCloud("g1", TagKind.SEC_TAG, 9)).containsExactly(new TagCount("s", 1));
            assertThat(storage.things().findById("t1").orElseThrow().locEnabled())
                    .isTrue();
        }
    }
}
