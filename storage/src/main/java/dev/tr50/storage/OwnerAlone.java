package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that nobody but the owner of the process reads or changes, whatever its umask is: password hashes and the bytes of
 * every file are in them. Where the file system knows no such permissions, files and folders are made as it makes them.
 */
public final class OwnerAlone {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerAlone.class);

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerAlone() {}

    /** Makes a folder unless it is there; its parent is. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, attributes(folder, FOLDER));
        }
    }

    /** Makes an empty file unless it is there. */
    static void makeFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            LOG.trace("{} was made by another thread", file);
        }
    }

    /** Opens a file, which is for the owner alone if that makes it. */
    static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(file, FILE));
    }

    /** Takes away what others may do with something that is there already, from an earlier version, say. */
    static void reclaim(Path path) {
        if (!Files.exists(path) || !isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> wanted = Files.isDirectory(path) ? FOLDER : FILE;
        try {
            Set<PosixFilePermission> kept = new HashSet<>(Files.getPosixFilePermissions(path));
            if (kept.retainAll(wanted)) {
                Files.setPosixFilePermissions(path, kept);
                LOG.info("{} is for its owner alone from now on", path);
            }
        } catch (IOException e) {
            LOG.warn("{} can be reached by others, and that cannot be changed: {}", path, e.toString());
        }
    }

    /** Whether others may add, remove and rename what is in a folder. */
    static boolean othersMayWriteIn(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return false;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(folder);
        return granted.contains(PosixFilePermission.GROUP_WRITE) || granted.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> wanted) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
