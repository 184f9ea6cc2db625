package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in the blob folder. */
final class BlobFiles {

    private BlobFiles() {}

    /** @param folder the data folder */
    static Set<String> in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder.resolve("blobs"))) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }
}
