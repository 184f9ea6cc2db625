package dev.tr50.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a backup, see {@link BackupFormat}, and checks every byte of it. */
final class BackupReader {

    /** Of what is no file of the data folder. A list of checksums has a thousand lines. */
    private static final int LARGEST_NOTE = 1 << 20;

    private final TarArchiveInputStream tar;
    private final Path folder;
    private final List<String> list = new ArrayList<>();
    private int lists;
    private long files;
    private long bytes;

    private BackupReader(TarArchiveInputStream tar, Path folder) {
        this.tar = tar;
        this.folder = folder;
    }

    /**
     * @param folder is empty; what stands in it after a failure is worth nothing
     * @return what the header says
     * @throws BackupException when the archive is damaged, no backup, or of a newer program
     */
    static Map<String, String> unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive, StandardCharsets.UTF_8.name())) {
            return new BackupReader(tar, folder).unpack();
        } catch (IllegalArgumentException e) {
            throw damaged("it is no whole tar archive", e);
        }
    }

    private Map<String, String> unpack() throws IOException {
        Map<String, String> header = header();
        for (TarArchiveEntry entry = next(); ; entry = next()) {
            if (entry == null) {
                throw damaged("its end is missing");
            } else if (entry.getName().equals(BackupFormat.COMPLETE)) {
                end();
                return header;
            } else if (entry.getName().startsWith(BackupFormat.CHECKSUMS)) {
                compare(entry);
            } else {
                file(entry);
            }
        }
    }

    private TarArchiveEntry next() throws IOException {
        TarArchiveEntry entry;
        try {
            entry = tar.getNextEntry();
        } catch (IOException e) {
            throw damaged("it is no whole tar archive", e);
        }
        if (entry != null
                && !(entry.isCheckSumOK()
                        && entry.isFile()
                        && !entry.isSparse()
                        && !entry.isLink()
                        && !entry.isSymbolicLink())) {
            throw damaged("it holds something that no backup holds");
        }
        return entry;
    }

    private Map<String, String> header() throws IOException {
        TarArchiveEntry first;
        try {
            first = next();
        } catch (BackupException e) {
            throw new BackupException("This is no backup of a gateway", e);
        }
        if (first == null || !first.getName().equals(BackupFormat.HEADER)) {
            throw new BackupException("This is no backup of a gateway");
        }
        Map<String, String> header = new TreeMap<>();
        note(first).lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            header.put(line.substring(0, equals), line.substring(equals + 1));
        });
        requireKnown(header, "format", BackupFormat.VERSION);
        requireKnown(header, "schema", Integer.parseInt(Migrations.NEWEST));
        return header;
    }

    private static void requireKnown(Map<String, String> header, String what, int newest) throws BackupException {
        String value = header.getOrDefault(what, "");
        if (!value.matches("[0-9]{1,9}")) {
            throw damaged("its header is unreadable");
        }
        if (Integer.parseInt(value) > newest) {
            throw new BackupException(
                    "The backup was made by a newer gateway (%s, %s %s; this one knows up to %d): restore it with that version"
                            .formatted(header.getOrDefault("program", "of unknown version"), what, value, newest));
        }
    }

    private String note(TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > LARGEST_NOTE) {
            throw damaged(entry.getName() + " is too long");
        }
        byte[] content = tar.readNBytes((int) entry.getSize());
        if (content.length < entry.getSize()) {
            throw damaged("its end is missing");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private void file(TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        if (!BackupFormat.isData(name) || list.size() == BackupFormat.FILES_IN_A_LIST) {
            throw damaged("it holds something that no backup holds");
        }
        Path file = folder.resolve(name);
        makeFoldersOf(file);
        MessageDigest sha256 = BlobWriter.sha256();
        long length;
        try (FileChannel target = OwnerAlone.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream hashing = new DigestOutputStream(Channels.newOutputStream(target), sha256)) {
            length = copy(hashing);
        } catch (FileAlreadyExistsException e) {
            throw damaged(name + " is in it twice", e);
        }
        if (length < entry.getSize()) {
            throw damaged("its end is missing");
        }
        files++;
        bytes += length;
        list.add(BackupFormat.line(HexFormat.of().formatHex(sha256.digest()), name));
    }

    private void makeFoldersOf(Path file) throws IOException {
        Path wanted = file.getParent();
        if (wanted != null && !wanted.equals(folder)) {
            makeFoldersOf(wanted);
            OwnerAlone.makeFolder(wanted);
        }
    }

    /** Tells what cannot be read from what cannot be written. */
    private long copy(OutputStream target) throws IOException {
        byte[] piece = new byte[1 << 18];
        long length = 0;
        for (int count = read(piece); count >= 0; count = read(piece)) {
            target.write(piece, 0, count);
            length += count;
        }
        return length;
    }

    private int read(byte[] piece) throws BackupException {
        try {
            return tar.read(piece);
        } catch (IOException e) {
            throw damaged("its end is missing or cannot be read", e);
        }
    }

    private void compare(TarArchiveEntry entry) throws IOException {
        lists++;
        String there = note(entry);
        if (!entry.getName().equals(BackupFormat.checksums(lists))) {
            throw damaged("a part is missing");
        }
        if (there.equals(String.join("", list))) {
            list.clear();
            return;
        }
        List<String> lines = Arrays.asList(there.split("(?<=\n)"));
        String first = list.stream()
                .filter(line -> !lines.contains(line))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).strip())
                .findFirst()
                .orElse("one of its files");
        throw damaged(first + " is not what was backed up");
    }

    private void end() throws IOException {
        byte[] expected = BackupFormat.complete(new BackupSummary(files, bytes));
        if (!list.isEmpty() || !Arrays.equals(tar.readNBytes(LARGEST_NOTE), expected)) {
            throw damaged("a part is missing");
        }
        if (tar.getNextEntry() != null) {
            throw damaged("it holds something that no backup holds");
        }
    }

    private static BackupException damaged(String why) {
        return damaged(why, null);
    }

    private static BackupException damaged(String why, Throwable cause) {
        return new BackupException("The backup is damaged, " + why + "; nothing of it was kept", cause);
    }
}
