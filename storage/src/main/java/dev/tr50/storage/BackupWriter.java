package dev.tr50.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a backup, see {@link BackupFormat}. */
final class BackupWriter {

    private static final int OWNER_ALONE = 0600;
    private static final int PIECE = 1 << 18;

    private final TarArchiveOutputStream tar;
    private final Instant now;
    private final IoAction eachPiece;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final StringBuilder list = new StringBuilder();
    private int inList;
    private int lists;
    private long files;
    private long bytes;

    /**
     * @param target should gather bytes; stays open
     * @param eachPiece is run again and again; what it throws ends the writing
     * @param program the version of whoever makes the backup
     */
    BackupWriter(OutputStream target, String program, Instant now, IoAction eachPiece) throws IOException {
        this.now = now;
        this.eachPiece = eachPiece;
        tar = new TarArchiveOutputStream(target, StandardCharsets.UTF_8.name());
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        String header = String.join(
                "\n",
                "format=" + BackupFormat.VERSION,
                "schema=" + Migrations.NEWEST,
                "program=" + program.replaceAll("\\s", " "),
                "created=" + now,
                "");
        entry(BackupFormat.HEADER, header.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds so many bytes of a channel from where it is. */
    void add(String name, long length, ReadableByteChannel content) throws IOException {
        MessageDigest sha256 = BlobWriter.sha256();
        begin(name, length);
        long left = length;
        while (left > 0) {
            eachPiece.run();
            piece.clear().limit((int) Math.min(PIECE, left));
            int count = content.read(piece);
            if (count < 0) {
                throw new EOFException(name + " has become shorter by " + left + " bytes while it was read");
            }
            sha256.update(piece.array(), 0, count);
            tar.write(piece.array(), 0, count);
            left -= count;
        }
        tar.closeArchiveEntry();
        files++;
        bytes += length;
        list.append(BackupFormat.line(HexFormat.of().formatHex(sha256.digest()), name));
        inList++;
        if (inList == BackupFormat.FILES_IN_A_LIST) {
            endList();
        }
    }

    private void endList() throws IOException {
        lists++;
        entry(BackupFormat.checksums(lists), list.toString().getBytes(StandardCharsets.UTF_8));
        list.setLength(0);
        inList = 0;
    }

    private void entry(String name, byte[] content) throws IOException {
        begin(name, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void begin(String name, long length) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(length);
        entry.setMode(OWNER_ALONE);
        entry.setModTime(now.toEpochMilli());
        tar.putArchiveEntry(entry);
    }

    /** Ends the archive; what is written is with the target then. */
    BackupSummary finish() throws IOException {
        if (inList > 0) {
            endList();
        }
        BackupSummary summary = new BackupSummary(files, bytes);
        entry(BackupFormat.COMPLETE, BackupFormat.complete(summary));
        tar.finish();
        tar.flush();
        return summary;
    }
}
