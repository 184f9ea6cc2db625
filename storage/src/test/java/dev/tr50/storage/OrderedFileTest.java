package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.junit.jupiter.api.Test;

class OrderedFileTest {

    private final List<String> calls = new ArrayList<>();
    private IOException failure;
    private Runnable duringEachCall = () -> {};
    private final OrderedFile file = new OrderedFile(new Disk());

    @Test
    void the_first_sector_of_a_write_follows_the_rest_when_that_is_on_the_disk() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(4096);

        assertThat(file.write(chunk, 8192)).isEqualTo(4096);

        assertThat(chunk.hasRemaining()).isFalse();
        assertThat(calls).containsExactly("write 3584 at 8704", "sync", "write 512 at 8192");
    }

    @Test
    void a_write_waits_until_the_one_before_is_on_the_disk() throws IOException {
        file.write(ByteBuffer.allocate(100), 0);
        file.write(ByteBuffer.allocate(100), 512);
        file.force(true);
        file.write(ByteBuffer.allocate(100), 1024);

        assertThat(calls).containsExactly("write 100 at 0", "sync", "write 100 at 512", "sync", "write 100 at 1024");
    }

    @Test
    void after_a_failed_sync_nothing_is_called_durable_any_more() throws IOException {
        file.write(ByteBuffer.allocate(100), 0);
        failure = new IOException("bad sector");
        assertThatThrownBy(() -> file.force(true)).isSameAs(failure);
        failure = null;

        assertThatThrownBy(() -> file.force(true)).hasRootCauseMessage("bad sector");
        assertThatThrownBy(() -> file.write(ByteBuffer.allocate(100), 512)).hasRootCauseMessage("bad sector");
    }

    /** H2 reads pages of a chunk that is being saved from duplicates of the buffer it is saved from. */
    @Test
    void the_whole_buffer_can_be_read_at_every_step_of_its_write() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(4096).position(96);
        List<Integer> limits = new ArrayList<>();
        duringEachCall = () -> limits.add(chunk.duplicate().limit());

        file.write(chunk, 8192);

        assertThat(limits).hasSize(3).containsOnly(4096);
        assertThat(chunk.position()).isEqualTo(4096);
    }

    private final class Disk extends FileBaseDefault {

        @Override
        public int write(ByteBuffer source, long position) {
            duringEachCall.run();
            calls.add("write " + source.remaining() + " at " + position);
            int length = source.remaining();
            source.position(source.limit());
            return length;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (failure != null) {
                throw failure;
            }
            duringEachCall.run();
            calls.add("sync");
        }

        @Override
        protected void implTruncate(long size) {
            calls.add("truncate to " + size);
        }

        @Override
        public int read(ByteBuffer target, long position) {
            return -1;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            return null;
        }

        @Override
        protected void implCloseChannel() {}
    }
}
