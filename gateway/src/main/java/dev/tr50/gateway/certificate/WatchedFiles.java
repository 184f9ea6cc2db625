package dev.tr50.gateway.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that may be replaced while what they hold is in use.
 *
 * @param <T> what they hold together
 */
final class WatchedFiles<T> {
    private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

    /** Far beyond any chain; who names a larger file named a wrong one. */
    private static final int MOST_BYTES = 1 << 20;

    private final String name;
    private final List<Path> files;
    private final Reader<T> reader;
    private final Object lock = new Object();
    private List<byte[]> seen;
    private String complaint;

    /** Makes something of the bytes of the files, in their order. */
    @FunctionalInterface
    interface Reader<T> {
        /** @throws IOException saying what is wrong with which file */
        T read(List<byte[]> contents) throws IOException;
    }

    /**
     * @param name what the files are for the log, as in {@code TLS certificate}
     * @throws IOException when a file cannot be read; the message names it
     */
    WatchedFiles(String name, List<Path> files, Reader<T> reader) throws IOException {
        this.name = name;
        this.files = files;
        this.reader = reader;
        this.seen = readAll();
    }

    /** What the files held when they were opened. */
    T first() throws IOException {
        return reader.read(seen);
    }

    /** Gives what the files hold to its user when they changed. What is no good is logged once and changes nothing. */
    void refresh(Consumer<T> user) {
        synchronized (lock) {
            try {
                List<byte[]> found = readAll();
                if (!isSame(found)) {
                    seen = found;
                    user.accept(reader.read(found));
                    log.info("New {} from {}", name, files.get(0));
                }
                complaint = null;
            } catch (IOException unusable) {
                complain(unusable.getMessage());
            }
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            log.warn("The {} stays the old one: {}", name, reason);
        }
    }

    private boolean isSame(List<byte[]> found) {
        return Arrays.deepEquals(found.toArray(), seen.toArray());
    }

    private List<byte[]> readAll() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(read(file));
        }
        return contents;
    }

    private static byte[] read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(file + " is too large for a certificate or a key");
        }
        return bytes;
    }
}
