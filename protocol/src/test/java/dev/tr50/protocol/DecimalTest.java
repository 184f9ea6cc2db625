package dev.tr50.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {

    @ParameterizedTest
    @CsvSource({
        "21.5, 21.5",
        "3.0, 3",
        "-0.0, 0",
        "1500, 1500",
        "-1e3, -1000",
        "0.1, 0.1",
        "12.340000, 12.34",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "1e-7, 1e-7",
        "4294967295, 4294967295"
    })
    void numbers_have_the_digits_they_need(double number, String text) {
        assertThat(Decimal.text(number)).isEqualTo(text);
    }

    @Property
    void every_number_comes_back_from_its_text(@ForAll double number) {
        Assume.that(Double.isFinite(number));
        assertThat(Double.parseDouble(Decimal.text(number))).isEqualTo(number + 0.0);
    }
}
