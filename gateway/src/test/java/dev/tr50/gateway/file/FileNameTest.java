package dev.tr50.gateway.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", ".hidden", "a/b\\c", "../x", "...", "ä€😀", " ", "a\"b", "%00"})
    void names_may_hold_what_never_becomes_a_path(String name) {
        assertThat(FileName.valid(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a\nb", "\u0000", "\u007f", "\u0085"})
    void empty_names_dots_and_control_characters_are_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> FileName.valid(name));
    }

    @Property
    void every_name_that_passes_has_1_to_255_bytes(@ForAll String name) {
        int bytes = name.getBytes(UTF_8).length;
        try {
            FileName.valid(name);
            assertThat(bytes).isBetween(1, 255);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("must");
        }
    }
}
