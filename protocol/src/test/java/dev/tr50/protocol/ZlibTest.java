package dev.tr50.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ZlibTest {
    @Property
    void what_was_deflated_inflates_again(@ForAll byte[] plain) {
        assertThat(Zlib.inflate(Zlib.deflate(plain), plain.length)).isEqualTo(plain);
    }

    @Test
    void a_bomb_is_refused_before_it_is_held() {
        byte[] bomb = Zlib.deflate(new byte[10_000_000]);

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Zlib.inflate(bomb, 1000))
                .withMessageContaining("larger than 1000 bytes");
    }

    @Test
    void a_stream_that_ends_early_is_refused() {
        byte[] whole =
                Zlib.deflate("{\"1\":{\"command\":\"diag.ping\"}}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Zlib.inflate(Arrays.copyOf(whole, whole.length - 5), 1000));
    }

    @Property
    void any_bytes_are_inflated_or_refused(@ForAll byte[] bytes) {
        try {
            assertThat(Zlib.inflate(bytes, 1000)).hasSizeLessThanOrEqualTo(1000);
        } catch (CommandException e) {
            assertThat(e.problems()).hasSize(1);
        }
    }
}
