package dev.tr50.gateway.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

    @ParameterizedTest
    @CsvSource({
        "x, 50, 50",
        "value, 50, 50",
        "(x - 32) / 1.8, 50, 10",
        "x*2+1, 3, 7",
        "1+x*2, 3, 7",
        "(1+x)*2, 3, 8",
        "10-x-1, 3, 6",
        "64/x/2, 4, 8",
        "-x, 3, -3",
        "2*-x, 3, -6",
        "+x, 3, 3",
        " ( ( x ) ) , 3, 3",
        "x*x*.5, 4, 8",
        "x*1e3, 2, 2000",
        "0.1, 5, 0.5",
        "2*3, 5, 30"
    })
    void a_formula_calculates_as_on_paper_and_is_a_factor_where_it_has_no_x(String formula, double x, double result) {
        assertThat(Formula.parse(formula).of(x)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x+", "(x", "x)", "x x", "y", "x^2", "1.2.3", "exec(1)", "x*1e999e", "--", "2x", "\"x\""
            })
    void what_is_no_formula_is_refused(String text) {
        assertThatThrownBy(() -> Formula.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a formula");
    }

    @Test
    void a_formula_has_at_most_200_characters() {
        assertThat(Formula.parse("(".repeat(99) + "x " + ")".repeat(99)).of(3)).isEqualTo(3);
        assertThatThrownBy(() -> Formula.parse("x" + "+x".repeat(100))).hasMessage("must be at most 200 characters");
    }

    @Test
    void what_has_no_result_is_no_finite_number() {
        assertThat(Formula.parse("1/x").of(0)).isInfinite();
        assertThat(Formula.parse("x/x").of(0)).isNaN();
    }

    @Property(tries = 300)
    void any_text_is_a_formula_or_is_refused(
            @ForAll @StringLength(max = 30) @CharRange(from = '(', to = '9') @CharRange(from = 'w', to = 'y')
                    String text) {
        try {
            Formula.parse(text).of(1);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("must be");
        }
    }
}
