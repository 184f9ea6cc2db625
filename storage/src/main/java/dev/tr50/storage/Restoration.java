package dev.tr50.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a data folder of a backup. Everything is unpacked into a folder of its own in there, checked, opened once and brought to disk;
 * only then it gets the names under which a gateway looks for it, the database last.
 */
public final class Restoration {

    private final Path target;
    private final boolean isNew;
    private final Path unpacked;

    private Restoration(Path target, boolean isNew) {
        this.target = target;
        this.isNew = isNew;
        this.unpacked = target.resolve(DataFolder.UNFINISHED);
    }

    /**
     * Restores a backup. When that fails, nothing of it is left.
     *
     * @param dataFolder is empty or does not exist
     * @throws BackupException when the folder holds something, or the archive is damaged, no backup, or of a newer program
     * @throws DataFolderException when the folder cannot be used, or the database of the backup is of a newer program
     */
    public static Restored restore(InputStream archive, Path dataFolder) throws IOException {
        Path target = dataFolder.toAbsolutePath().normalize();
        boolean isNew = !Files.exists(target);
        if (!isNew) {
            requireEmpty(target, List.of());
        }
        try (DataFolder held = DataFolder.hold(target)) {
            requireEmpty(held.path(), List.of(DataFolder.LOCK));
            return new Restoration(held.path(), isNew).runOrLeaveNothing(archive);
        }
    }

    private Restored runOrLeaveNothing(InputStream archive) throws IOException {
        boolean done = false;
        try {
            Restored restored = run(archive);
            done = true;
            return restored;
        } finally {
            if (!done) {
                removeAll();
            }
        }
    }

    private static void requireEmpty(Path folder, List<String> besides) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BackupException(folder + " is no folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.anyMatch(entry -> !besides.contains(entry.toFile().getName()))) {
                throw new BackupException(
                        folder + " is not empty; a backup is restored into a new or an empty folder alone");
            }
        }
    }

    private Restored run(InputStream archive) throws IOException {
        OwnerAlone.makeFolder(unpacked);
        Map<String, String> header = BackupReader.unpack(archive, unpacked);
        if (!Files.exists(unpacked.resolve(DataFolder.DATABASE_FILE))) {
            throw new BackupException("The backup is damaged, it holds no database; nothing of it was kept");
        }
        Restored restored = open(header);
        Files.deleteIfExists(unpacked.resolve(DataFolder.LOCK));
        sync();
        moveUp();
        return restored;
    }

    private Restored open(Map<String, String> header) {
        try (Storage storage = Storage.open(unpacked)) {
            BlobReferences references = new BlobReferences(storage.database());
            long files = 0;
            long incomplete = 0;
            for (String shard : BlobFolder.shards()) {
                for (BlobReferences.Length file : references.lengthsInShard(shard)) {
                    files++;
                    if (unpacked(file.blobId()) != file.length()) {
                        incomplete++;
                    }
                }
            }
            return new Restored(
                    header.getOrDefault("program", "unknown"),
                    header.getOrDefault("created", "unknown"),
                    files,
                    incomplete);
        }
    }

    /** Bytes of a blob; -1 when it is missing. */
    private long unpacked(String blobId) {
        Path blob = BlobFolder.in(unpacked).resolve(blobId.substring(0, 2)).resolve(blobId);
        return Files.isRegularFile(blob) ? blob.toFile().length() : -1;
    }

    /** All files are written before the first is waited for, so that the disk may take many at a time. */
    private void sync() throws IOException {
        Files.walkFileTree(unpacked, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                BlobFolder.sync(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void moveUp() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(unpacked)) {
            all.filter(entry -> !entry.endsWith(DataFolder.DATABASE_FILE)).forEach(entries::add);
        }
        entries.add(unpacked.resolve(DataFolder.DATABASE_FILE));
        for (Path entry : entries) {
            Files.move(entry, target.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        BlobFolder.sync(target);
        Files.delete(unpacked);
        BlobFolder.sync(target);
    }

    private void removeAll() throws IOException {
        Files.walkFileTree(target, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (isNew || !folder.equals(target)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
