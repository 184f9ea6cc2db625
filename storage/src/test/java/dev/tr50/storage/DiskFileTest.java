package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiskFileTest {
    private static final String BEFORE = "before-";

    @TempDir
    Path folder;

    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                ByteBuffer.allocate(12),
                ByteBuffer.allocateDirect(12),
                ByteBuffer.allocate(40).position(5).slice());
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void what_is_left_in_a_buffer_is_written_where_it_belongs(ByteBuffer source) throws IOException {
        source.put(bytes(BEFORE)).put(bytes("abcde")).flip().position(BEFORE.length());
        Path path = folder.resolve("file");
        try (DiskFile file = new DiskFile(path.toString(), "rw")) {
            assertThat(file.write(ByteBuffer.wrap(bytes("0123456789")), 0)).isEqualTo(10);
            assertThat(file.write(source, 2)).isEqualTo(5);
        }

        assertThat(source.hasRemaining()).isFalse();
        assertThat(Files.readString(path)).isEqualTo("01abcde789");
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void what_has_room_in_a_buffer_is_read_behind_what_is_there(ByteBuffer target) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "0123456789");
        target.put(bytes(BEFORE));
        try (DiskFile file = new DiskFile(path.toString(), "r")) {
            assertThat(file.read(target, 8)).isEqualTo(2);
            assertThat(file.read(target, 10)).isEqualTo(-1);
        }

        byte[] read = new byte[target.flip().remaining()];
        target.get(read);
        assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(BEFORE + "89");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
