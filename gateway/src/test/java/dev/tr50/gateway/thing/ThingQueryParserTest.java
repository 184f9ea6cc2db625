package dev.tr50.gateway.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThingQueryParserTest {

    private static final Thing PUMP = new Thing(
            "0123456789abcdef01234567",
            "g",
            "pump-7",
            "Deep Pump",
            null,
            "default",
            List.of("north", "old one"),
            List.of(),
            new Identifiers(null, null, "35 1", null, null),
            "me",
            Instant.EPOCH,
            "me",
            Instant.EPOCH,
            null,
            null,
            new Scope(1),
            null,
            null,
            true);

    private static boolean finds(String query) {
        return ThingQueryParser.parse(query).holds(PUMP, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "pump-7; true",
                "PUMP*; true",
                "*pump; true",
                "pump; false",
                "\"deep pump\"; true",
                "deep pump; false",
                "key:pump-7; true",
                "key:deep*; false",
                "name:\"deep p*\"; true",
                "tags:north; true",
                "tags:\"old one\"; true",
                "tags:old; false",
                "imei:35\\ 1; true",
                "desc:*; false",
                "key:pump* AND tags:south; false",
                "key:pump* OR tags:south; true",
                "tags:south OR key:pump* AND tags:north; true",
                "(tags:south OR key:pump*) AND tags:south; false",
                "key:pump* tags:north; true",
                "NOT tags:south; true",
                "key:pump* NOT tags:north; false",
                "NOT (tags:south OR tags:east); true",
                "NOT NOT tags:north; true",
                "locEnabled:true; true",
                "ORder OR pump*; true",
            })
    void a_thing_is_found_when_the_query_holds(String query, boolean found) {
        assertThat(finds(query)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "AND",
                "a AND",
                "OR a",
                "a OR",
                "NOT",
                "(a",
                "a)",
                "()",
                "key:",
                "key:(a OR b)",
                "\"a",
                ":a",
                "[1 TO 2]",
                "a^2",
                "a~",
                "color:red",
                "key:[a TO b]"
            })
    void what_cannot_be_understood_is_refused(String query) {
        assertThatIllegalArgumentException().isThrownBy(() -> ThingQueryParser.parse(query));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 51, 400})
    void a_query_has_few_terms_and_levels(int many) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThingQueryParser.parse("(".repeat(many) + "a" + ")".repeat(many)));
        assertThatIllegalArgumentException().isThrownBy(() -> ThingQueryParser.parse("a ".repeat(many + 30)));
    }

    @Property(tries = 300)
    void a_star_stands_for_any_characters(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') @Chars('*') String pattern,
            @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'b') String text) {
        Pattern model = Pattern.compile(pattern.replace("*", ".*"));

        assertThat(new Glob(pattern).matches(text))
                .isEqualTo(model.matcher(text).matches());
    }
}
