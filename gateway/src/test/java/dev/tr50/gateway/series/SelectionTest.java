package dev.tr50.gateway.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.storage.StoredSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Predicate<Integer> EVEN = number -> number % 2 == 0;

    @Property(tries = 300)
    void a_page_is_what_a_list_of_all_would_have_there(
            @ForAll @IntRange(max = 40) int records,
            @ForAll @IntRange(max = 25) int offset,
            @ForAll @IntRange(min = 1, max = 25) int limit,
            @ForAll @IntRange(min = 1, max = 25) int newest,
            @ForAll boolean onlyNewest,
            @ForAll boolean newestFirst) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, records).boxed().filter(EVEN).toList());
        List<Integer> expected = onlyNewest ? all.subList(Math.max(0, all.size() - newest), all.size()) : all;
        int count = expected.size();
        if (newestFirst) {
            Collections.reverse(expected);
        }

        Selection<Integer> selection = selection(records, onlyNewest ? newest : null);

        assertThat(selection.count()).isEqualTo(count);
        assertThat(values(selection.page(new Paging(offset, limit), newestFirst)))
                .isEqualTo(expected.stream().skip(offset).limit(limit).toList());
    }

    @Property(tries = 300)
    void thinned_are_as_many_as_allowed_evenly_spread_with_the_first_and_the_last(
            @ForAll @IntRange(min = 1, max = 400) int records, @ForAll @IntRange(min = 2, max = 50) int most) {
        Selection<Integer> selection = selection(records * 2, null);

        List<Integer> thinned = values(selection.thinned(most));

        assertThat(thinned).hasSize(Math.min(records, most)).startsWith(0).endsWith(records * 2 - 2);
        int smallest = Integer.MAX_VALUE;
        int largest = 0;
        for (int i = 1; i < thinned.size(); i++) {
            int gap = (thinned.get(i) - thinned.get(i - 1)) / 2;
            smallest = Math.min(smallest, gap);
            largest = Math.max(largest, gap);
        }
        assertThat(thinned.size() < 2 || largest - smallest <= 1).isTrue();
    }

    @Test
    void of_nothing_there_is_nothing() {
        assertThat(selection(0, null).thinned(10)).isEmpty();
        assertThat(selection(0, 5).page(new Paging(0, 10), true)).isEmpty();
    }

    private static Selection<Integer> selection(int records, Integer newest) {
        return new Selection<>(
                (span, visitor) -> IntStream.range(0, records)
                        .forEach(i -> visitor.accept(new StoredSample<>("id" + i, Instant.ofEpochSecond(i), i))),
                new Span(null, null, newest),
                EVEN);
    }

    private static List<Integer> values(List<StoredSample<Integer>> samples) {
        return samples.stream().map(StoredSample::value).toList();
    }
}
