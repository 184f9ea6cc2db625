package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsCodecTest {

    @Property(tries = 200)
    void cells_come_back_as_they_were(
            @ForAll @Size(max = 6) List<@WithNull Double> numbers, @ForAll List<@WithNull Integer> texts) {
        Cells cells = new Cells(
                Collections.unmodifiableList(numbers),
                Collections.unmodifiableList(texts.stream()
                        .map(number -> number == null ? null : "ä€🔥" + number)
                        .toList()));

        assertThat(CellsCodec.decode(CellsCodec.encode(cells))).isEqualTo(cells);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 0.1, 1480.5, -12.3456, 9.007199254740993e15, 1e300, Double.MIN_VALUE, Double.NaN})
    void every_number_comes_back_to_the_last_bit(double number) {
        double back = CellsCodec.decode(CellsCodec.encode(Cells.of(number))).number(0);

        assertThat(Double.doubleToRawLongBits(back)).isEqualTo(Double.doubleToRawLongBits(number));
    }

    @Test
    void a_measurement_takes_few_bytes() {
        assertThat(CellsCodec.encode(Cells.of(1480.5).with((String) null))).hasSizeLessThanOrEqualTo(7);
    }
}
