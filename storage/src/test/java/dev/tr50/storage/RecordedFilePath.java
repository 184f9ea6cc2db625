package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Like {@link OrderedFilePath}, on a disk that is recorded. Public for H2 alone. */
public class RecordedFilePath extends FilePathWrapper {

    static final String SCHEME = "recorded";

    /** H2 makes the paths itself, so the disk they share has to be found somewhere. */
    private static final AtomicReference<RecordedDisk> DISK = new AtomicReference<>();

    static RecordedDisk register() {
        FilePath.register(new RecordedFilePath());
        DISK.set(new RecordedDisk());
        return DISK.get();
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        String path = getBase().toString();
        RecordedFile file = new RecordedFile(path, new DiskFile(path, mode), DISK.get());
        return path.endsWith(".mv.db") ? new OrderedFile(file) : file;
    }

    @Override
    public void delete() {
        DISK.get().deleted(getBase().toString());
        super.delete();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    private static final class RecordedFile extends FileBaseDefault {

        private final String path;
        private final DiskFile file;
        private final RecordedDisk disk;

        RecordedFile(String path, DiskFile file, RecordedDisk disk) {
            this.path = path;
            this.file = file;
            this.disk = disk;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            disk.written(path, position, source);
            return file.write(source, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            disk.truncated(path, size);
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) {
            disk.synced(path);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
