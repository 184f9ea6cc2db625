package dev.tr50.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private long now = 17;

    private static List<Entry> commands(int count) {
        return IntStream.range(0, count)
                .<Entry>mapToObj(i -> new Request(Integer.toString(i), "diag.ping", null))
                .toList();
    }

    private static long admitted(List<Entry> entries) {
        return entries.stream().filter(Request.class::isInstance).count();
    }

    @Test
    void the_commands_of_a_second_may_come_at_once_and_not_one_more() {
        RateLimit limit = new RateLimit(100, new LimitCounts(), () -> now);

        List<Entry> burst = commands(100);
        assertThat(limit.admit(burst)).isSameAs(burst);
        assertThat(admitted(limit.admit(commands(1)))).isZero();
    }

    @Test
    void what_is_too_much_is_refused_under_its_id_and_in_its_place_with_the_limit_named() {
        RateLimit limit = new RateLimit(2, new LimitCounts(), () -> now);

        List<Entry> limited = limit.admit(commands(4));

        assertThat(limited).extracting(Entry::id).containsExactly("0", "1", "2", "3");
        assertThat(limited.subList(0, 2)).allMatch(Request.class::isInstance);
        assertThat(limited.subList(2, 4)).allSatisfy(entry -> {
            var problem = ((Malformed) entry).problem().problems().get(0);
            assertThat(problem.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(problem.message()).contains("2 commands a second");
        });
    }

    @Test
    void it_fills_up_again_evenly_and_never_beyond_one_second() {
        RateLimit limit = new RateLimit(10, new LimitCounts(), () -> now);
        limit.admit(commands(10));

        now += TimeUnit.MILLISECONDS.toNanos(99);
        assertThat(admitted(limit.admit(commands(1)))).isZero();
        now += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(admitted(limit.admit(commands(2)))).isEqualTo(1);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(admitted(limit.admit(commands(11)))).isEqualTo(10);
    }

    @Property
    void over_any_time_no_more_pass_than_the_rate_and_one_burst(
            @ForAll @IntRange(min = 1, max = 1_000_000) int perSecond,
            @ForAll @Size(max = 50) List<@IntRange(max = 400) Integer> pauses) {
        long[] clock = {0};
        RateLimit limit = new RateLimit(perSecond, new LimitCounts(), () -> clock[0]);
        long passed = 0;
        for (int pause : pauses) {
            clock[0] += TimeUnit.MILLISECONDS.toNanos(pause);
            passed += admitted(limit.admit(commands(pause)));
        }
        double seconds = clock[0] / 1e9;
        // Prices are whole nanoseconds, so a rate above a thousand is kept to within a thousandth.
        assertThat(passed).isLessThanOrEqualTo((long) Math.ceil(perSecond * 1.001 * (1 + seconds)));
    }
}
