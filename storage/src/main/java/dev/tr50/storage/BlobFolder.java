package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where blobs lie: {@code blobs/ab/ab…} for finished ones, spread over 256 folders by their first two digits, and {@code
 * blobs/tmp/…} for those being written.
 */
final class BlobFolder {

    static final String NAME = "blobs";

    private static final int SHARDS = 256;

    private final Path root;
    private final Path temporary;

    /** @throws DataFolderException when the folders cannot be made */
    BlobFolder(Path dataFolder) {
        this.root = in(dataFolder);
        this.temporary = root.resolve("tmp");
        try {
            OwnerAlone.makeFolder(root);
            OwnerAlone.makeFolder(temporary);
            for (String shard : shards()) {
                OwnerAlone.makeFolder(root.resolve(shard));
            }
            sync(root);
            sync(dataFolder);
        } catch (IOException e) {
            throw new DataFolderException("The blob folder " + root + " cannot be written: " + e.getMessage(), e);
        }
    }

    static Path in(Path dataFolder) {
        return dataFolder.resolve(NAME);
    }

    static boolean isBlob(String fileName) {
        return ObjectId.isObjectId(fileName);
    }

    static List<String> shards() {
        return IntStream.range(0, SHARDS)
                .mapToObj(shard -> String.format("%02x", shard))
                .toList();
    }

    /** @throws IllegalArgumentException when it is no blob id, so that nothing else ever becomes a path */
    Path finished(String blobId) {
        return shardOf(blobId).resolve(blobId);
    }

    Path shardOf(String blobId) {
        requireBlob(blobId);
        return root.resolve(blobId.substring(0, 2));
    }

    Path temporary(String blobId) {
        requireBlob(blobId);
        return temporary.resolve(blobId);
    }

    private static void requireBlob(String blobId) {
        if (!isBlob(blobId)) {
            throw new IllegalArgumentException("Not a blob id: " + blobId);
        }
    }

    List<String> inShard(String shard) throws IOException {
        return names(root.resolve(shard), BlobFolder::isBlob);
    }

    List<String> temporaries() throws IOException {
        return names(temporary, BlobFolder::isBlob);
    }

    /** Names in a folder, in order; none when there is no such folder. */
    static List<String> names(Path folder, Predicate<String> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.toFile().getName())
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Makes the names in a folder survive a power cut. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
