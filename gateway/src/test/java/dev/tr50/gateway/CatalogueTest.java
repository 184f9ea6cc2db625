package dev.tr50.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.reference.CommandReference;
import dev.tr50.protocol.Param;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path REFERENCE = Path.of("../docs/commands.md");

    @Test
    void no_two_commands_share_a_name() {
        assertThat(Catalogue.signatures()).extracting(Signature::name).doesNotHaveDuplicates();
    }

    @Test
    void every_command_and_parameter_is_explained_in_sentences() {
        assertThat(Catalogue.signatures()).allSatisfy(command -> {
            assertThat(command.summary()).endsWith(".");
            assertThat(command.params()).extracting(Param::description).allMatch(text -> text.endsWith("."));
        });
    }

    /** Run with {@code -Dtr50.reference.write=true} to write the page anew. */
    @Test
    void the_command_reference_is_current() throws IOException {
        String page = CommandReference.of(Catalogue.signatures());
        if (Boolean.getBoolean("tr50.reference.write")) {
            Files.writeString(REFERENCE, page);
        }

        assertThat(REFERENCE).content().isEqualTo(page);
    }
}
