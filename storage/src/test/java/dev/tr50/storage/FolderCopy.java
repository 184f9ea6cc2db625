package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Data folders, copied and compared. */
final class FolderCopy {

    private FolderCopy() {}

    /** A copy of a folder that nobody changes meanwhile. */
    static Path of(Path folder, Path copy) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.copy(path, copy.resolve(folder.relativize(path)));
            }
        }
        return copy;
    }

    /** The bytes of all files but the lock, as text that can be compared, by name. */
    static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (!path.equals(folder.resolve("lock"))) {
                    content.put(
                            folder.relativize(path).toString(),
                            new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return content;
    }
}
