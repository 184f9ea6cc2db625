package dev.tr50.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of the journal as it was at one moment.
 *
 * @param length in bytes; what lies behind came later
 */
record JournalPart(String name, FileChannel channel, long length) {

    static JournalPart open(Path file, long length) throws IOException {
        return new JournalPart(file.toFile().getName(), FileChannel.open(file, StandardOpenOption.READ), length);
    }

    static void close(List<JournalPart> parts) throws IOException {
        IOException failure = null;
        for (JournalPart part : parts) {
            try {
                part.channel().close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
