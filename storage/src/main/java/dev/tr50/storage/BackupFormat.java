package dev.tr50.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a backup is made of: a tar archive with the files of a data folder under their own names. It begins with {@link #HEADER}
 * and ends with {@link #COMPLETE}; in between, each so many files, come their SHA-256 in the form of {@code sha256sum}, so that
 * {@code tar} and {@code sha256sum -c} are enough to check and to unpack it.
 */
final class BackupFormat {

    /** Of the archive, not of the database in it. A reader knows its own and all before. */
    static final int VERSION = 1;

    static final String HEADER = "tr50-backup.txt";
    static final String COMPLETE = "complete.txt";
    static final String CHECKSUMS = "checksums/";

    /** Files between two lists of checksums, so that neither side remembers more. */
    static final int FILES_IN_A_LIST = 1000;

    private static final Pattern DATA = Pattern.compile(
            "metadata\\.mv\\.db|journal/[0-9a-f]{16}\\.samples|blobs/([0-9a-f]{2})/\\1[0-9a-f]{22}|[a-z][a-z0-9.-]{0,60}"
                    // A further folder; none of those that mean something.
                    + "|(?!blobs/|journal/|checksums/|control/|restoring/)[a-z][a-z0-9-]{0,30}/[a-z][A-Za-z0-9._-]{0,60}");

    private BackupFormat() {}

    /** Whether a name is that of a file that a data folder may hold; nothing else is ever written. */
    static boolean isData(String name) {
        return DATA.matcher(name).matches()
                && !name.equals(DataFolder.LOCK)
                && !name.equals(DataFolder.MARK)
                && !name.equals(HEADER)
                && !name.equals(COMPLETE);
    }

    static String checksums(int number) {
        return CHECKSUMS + "%06d.sha256".formatted(number);
    }

    static String line(String hash, String name) {
        return hash + "  " + name + "\n";
    }

    static byte[] complete(BackupSummary summary) {
        return "files=%d%nbytes=%d%n"
                .formatted(summary.files(), summary.bytes())
                .replace(System.lineSeparator(), "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
