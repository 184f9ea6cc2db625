package dev.tr50.gateway.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tr50.storage.Sort;
import dev.tr50.storage.Sort.Field;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileOrderTest {
    private static final Set<String> FIELDS = Set.of("uploadDate", "fileName", "length", "public");

    @ParameterizedTest
    @CsvSource({"uploadDate,UPLOAD_DATE", "fileName,FILE_NAME", "length,LENGTH", "public,PUBLIC"})
    void each_field_sorts_upwards_with_plus_or_nothing_and_downwards_with_minus(String name, Field field) {
        assertThat(FileOrder.parse(name)).isEqualTo(new Sort(field, false));
        assertThat(FileOrder.parse("+" + name)).isEqualTo(new Sort(field, false));
        assertThat(FileOrder.parse("-" + name)).isEqualTo(new Sort(field, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "-", "++length", "+-length", " length", "+ length", "LENGTH", "filename", "size"})
    void everything_else_is_refused(String sort) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileOrder.parse(sort))
                .withMessageStartingWith("must be");
    }

    @Property
    void any_text_is_read_or_refused_with_the_rule(@ForAll("sorts") String sort) {
        String name = sort.startsWith("+") || sort.startsWith("-") ? sort.substring(1) : sort;
        Assume.that(!FIELDS.contains(name));

        assertThatIllegalArgumentException().isThrownBy(() -> FileOrder.parse(sort));
    }

    @Provide
    Arbitrary<String> sorts() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings()
                        .withChars("+- ")
                        .ofMaxLength(3)
                        .flatMap(sign -> Arbitraries.of(FIELDS).map(field -> sign + field)));
    }
}
