package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Paths of the form {@code ordered:/folder/file}, by which H2 finds {@link OrderedFile}. Public for H2 alone. */
public final class OrderedFilePath extends FilePathWrapper {

    static final String SCHEME = "ordered";

    private static final String DATABASE_SUFFIX = ".mv.db";

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
        return path.endsWith(DATABASE_SUFFIX)
                ? new OrderedFile(new DiskFile(path, mode))
                : getBase().open(mode);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }
}
