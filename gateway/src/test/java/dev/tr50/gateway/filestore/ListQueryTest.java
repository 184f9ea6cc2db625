package dev.tr50.gateway.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.DescribedFileQuery.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final ListQuery USUAL = new ListQuery(false, 0, 10, Order.TIME, true, null, null, null);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x=y&x=z", "name=&class=&format=", "metadata=%7B%7D", "Limit=5"})
    void the_ten_newest_files_are_listed_unless_something_else_is_wanted(String query) {
        assertThat(ListQuery.of(query).in(null)).isEqualTo(USUAL.in(null));
        assertThat(ListQuery.of(query).isPaged()).isFalse();
    }

    @Test
    void everything_can_be_chosen() {
        assertThat(ListQuery.of("offset=1&limit=200&order=name&dir=asc&name=a+b%2B&class=image&format=jpg"))
                .isEqualTo(new ListQuery(true, 1, 200, Order.NAME, false, "a b+", "image", "jpg"));
    }

    @ParameterizedTest
    @CsvSource({"class,CLASS", "format,FORMAT", "time,TIME", "size,TIME", "'',TIME", "NAME,TIME"})
    void an_order_that_there_is_not_is_by_time(String word, Order order) {
        assertThat(ListQuery.of("order=" + word).order()).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({"asc,false", "desc,true", "down,true", "'',true"})
    void a_direction_that_there_is_not_is_downwards(String word, boolean descending) {
        assertThat(ListQuery.of("dir=" + word).descending()).isEqualTo(descending);
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset=0", "limit=10", "order=time", "dir=desc", "order=x"})
    void whoever_speaks_of_pages_is_answered_so(String query) {
        assertThat(ListQuery.of(query).isPaged()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7,7", "007,7", "2147483648,2147483647", "99999999999999999999999,2147483647"})
    void an_offset_may_be_beyond_every_list(String digits, int offset) {
        assertThat(ListQuery.of("offset=" + digits).offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=",
                "limit=-1",
                "limit=abc",
                "limit=1,2",
                "limit=1.0",
                "limit=+1",
                "limit=%201",
                "limit=5&limit=5",
                "offset=",
                "offset=-1",
                "offset=abc",
                "offset=1&offset=2",
                "order=time&order=name",
                "dir=asc&dir=asc",
                "name=a&name=b",
                "class=a&class=b",
                "format=a&format=b",
                "name=%",
                "name=%zz"
            })
    void what_is_given_twice_or_is_no_number_is_refused(String query) {
        HttpRefused refused = catchThrowableOfType(HttpRefused.class, () -> ListQuery.of(query));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused).hasMessageStartingWith("invalid query parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "99999999999"})
    void a_page_has_1_to_200_files(String limit) {
        HttpRefused refused = catchThrowableOfType(HttpRefused.class, () -> ListQuery.of("limit=" + limit));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused).hasMessage("invalid limit size");
    }
}
