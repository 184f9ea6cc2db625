package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal back at the start: what is in no block yet goes into memory again. */
final class JournalReplay {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReplay.class);

    /** Series looked up at a time. */
    private static final int AT_ONCE = 500;

    private final Database database;
    private final Heads heads;
    private final Map<Long, SeriesName> announced = new HashMap<>();
    private final Map<Long, Tail> tails = new HashMap<>();
    private long next;

    private JournalReplay(Database database, Heads heads) {
        this.database = database;
        this.heads = heads;
    }

    static Path in(Path dataFolder) {
        return dataFolder.resolve(Journal.FOLDER);
    }

    /**
     * @param found is told the number of the last sample that was found before anything is written
     * @throws DataFolderException when something is missing between two files
     */
    static Journal open(
            String scheme, Path dataFolder, Database database, Heads heads, long mostBytes, LongConsumer found) {
        Path folder = in(dataFolder);
        JournalReplay replay = new JournalReplay(database, heads);
        try {
            OwnerAlone.makeFolder(folder);
            BlobFolder.sync(dataFolder);
            List<JournalFile> older = replay.read(scheme, folder);
            found.accept(replay.next - 1);
            older.forEach(JournalReplay::tellWhatIsCutOff);
            replay.restore();
            return new Journal(scheme, folder, older, replay.next, mostBytes);
        } catch (IOException e) {
            throw new DataFolderException("The journal " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private List<JournalFile> read(String scheme, Path folder) throws IOException {
        List<JournalFile> files = new ArrayList<>();
        for (FilePath path : paths(scheme, folder)) {
            JournalFile.read(path, first -> continues(path, first), this::frame).ifPresent(files::add);
        }
        if (files.isEmpty()) {
            next = 1 + database.read(SeriesRows::highestSettled);
        }
        return files;
    }

    private static void tellWhatIsCutOff(JournalFile file) {
        if (file.cutOff() > 0) {
            LOG.warn(
                    "The file {} of the journal ends with {} bytes that are no whole frame and are left out. They were being written when the gateway"
                            + " ended; nobody was told that they are stored.",
                    file.path().getName(),
                    file.cutOff());
        }
    }

    private static List<FilePath> paths(String scheme, Path folder) throws IOException {
        try (Stream<Path> files = java.nio.file.Files.list(folder)) {
            return files.map(file -> file.toFile().getName())
                    .filter(Journal::isFile)
                    .sorted(Comparator.naturalOrder())
                    .map(name -> Journal.path(scheme, folder.resolve(name)))
                    .toList();
        }
    }

    private void continues(FilePath file, long first) {
        if (next != 0 && first != next) {
            throw new DataFolderException("The journal is damaged: " + file.getName() + " begins with sample " + first
                    + " where " + next + " should come; restore the data folder from a backup");
        }
        next = first;
    }

    private void frame(BytesReader frame) {
        EntryReader entries = new EntryReader(frame);
        while (frame.hasMore()) {
            long series = frame.number();
            if (series == 0) {
                announced.put(frame.number(), new SeriesName(frame.text(), frame.text(), frame.text()));
            } else {
                Entry entry = entries.read();
                tails.computeIfAbsent(series, unknown -> new Tail()).add(entry);
                next = entry.no() + 1;
            }
        }
    }

    /** Samples of series that are neither in the database nor announced belonged to what has been deleted. */
    private void restore() {
        List<Long> ids = new ArrayList<>(tails.keySet());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            for (SeriesRows.Named known : database.read(handle -> SeriesRows.find(handle, some))) {
                restore(
                        new Series(known.name(), known.row()),
                        tails.remove(known.row().id()));
            }
        }
        announced.forEach((id, name) -> {
            Tail tail = tails.remove(id);
            if (tail != null) {
                Series series = new Series(name, null);
                series.announce(id);
                restore(series, tail);
            }
        });
    }

    private void restore(Series series, Tail tail) {
        tail.entries().stream()
                .filter(entry -> entry.no() > series.row().settled())
                .forEach(series::add);
        heads.restore(series);
    }
}
