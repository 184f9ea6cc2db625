package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Paths of the form {@code ordered:/folder/file}, by which H2 finds {@link OrderedFile}. Public for H2 alone. */
public final class OrderedFilePath extends FilePathWrapper {

    static final String SCHEME = "ordered";

    /** Databases that are being opened, by path: H2 makes the paths itself, so what they share has to be found somewhere. */
    private static final Map<String, OrderedFile> OPENING = new ConcurrentHashMap<>();

    /** Makes H2 know the form. */
    static void register() {
        FilePath.register(new OrderedFilePath());
    }

    /** Sort buffers and the like go to files of their own, which nobody needs after a crash. */
    @Override
    public FileChannel open(String mode) throws IOException {
        String path = getBase().toString();
        if (mode.startsWith("rw")) {
            OwnerAlone.makeFile(Path.of(path));
        }
        return path.endsWith(H2.SUFFIX)
                ? held(path, new OrderedFile(new DiskFile(path, mode)))
                : getBase().open(mode);
    }

    /** Has a database that is opened keep its writes in memory until {@link #release}. */
    static OrderedFile held(String path, OrderedFile file) throws IOException {
        file.hold();
        OPENING.put(path, file);
        return file;
    }

    /** The database at that path can be used: what was written while it was opened goes to the disk, and all that follows. */
    static void release(String path) throws IOException {
        OrderedFile file = OPENING.remove(path);
        if (file != null) {
            file.release();
        }
    }

    /** It cannot: its file stays as it was. */
    static void abandon(String path) {
        OPENING.remove(path);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }
}
