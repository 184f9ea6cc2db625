package dev.tr50.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.h2.store.fs.FilePath;

/**
 * Where samples are first put on the disk: those of everybody, in the order of their arrival, one frame and one sync for all that
 * arrived since the last one. From here they are moved into blocks, and the files that held them go.
 */
final class Journal implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final String FOLDER = "journal";
    static final String SUFFIX = ".samples";
    private static final int FIRST_CAPACITY = 1 << 16;

    /** What arrived since the last frame. */
    private static final class Gathering {
        private final Bytes bytes = new Bytes(FIRST_CAPACITY);
        private final EntryWriter entries = new EntryWriter(bytes);
    }

    /** A frame that is on its way to the disk. */
    private record Frame(byte[] bytes, long last) {}

    private final String scheme;
    private final Path folder;
    private final long mostBytes;
    private final Deque<JournalFile> files = new ArrayDeque<>();
    private final LongAdder waits = new LongAdder();
    private Runnable grown = () -> {};
    private Gathering gathering = new Gathering();
    private Frame frame;
    private long next;
    private volatile long fileBytes;
    private volatile long frameBytes;
    private volatile int gatheredBytes;
    private volatile long synced;
    private volatile IOException broken;

    /**
     * @param scheme a file system that H2 knows
     * @param older files of an earlier process, in order
     * @param next the number of the next sample
     * @param mostBytes in memory and in files together; beyond that samples are not taken
     */
    Journal(String scheme, Path folder, List<JournalFile> older, long next, long mostBytes) throws IOException {
        this.scheme = scheme;
        this.folder = folder;
        this.next = next;
        this.synced = next - 1;
        this.mostBytes = mostBytes;
        // One that holds nothing has the name that the new one gets.
        older.stream().filter(file -> file.first() < next).forEach(files::add);
        begin();
    }

    static FilePath path(String scheme, Path file) {
        return FilePath.get(scheme + ":" + file);
    }

    /** @param grown is run after each sync */
    void whenGrown(Runnable grown) {
        this.grown = grown;
    }

    /**
     * Waits until there is room for more.
     *
     * @param crowded whether there is no room for more series either
     * @throws StorageException when there is none after a while, or nothing can be brought to disk any more
     */
    void awaitRoom(BooleanSupplier crowded) {
        if (hasRoom(crowded) && broken == null) {
            return;
        }
        waits.increment();
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (this) {
            while (!hasRoom(crowded) && broken == null) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new StorageException(
                            "No more samples are taken: those there are do not get into blocks", null);
                }
                grown.run();
                await(left);
            }
        }
        if (broken != null) {
            throw new StorageException("No more samples are taken: the disk has failed", broken);
        }
    }

    private boolean hasRoom(BooleanSupplier crowded) {
        return bytes() < mostBytes && !crowded.getAsBoolean();
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("Interrupted while waiting for room in the journal", e);
        }
    }

    /** Adds a sample and gives it its number, and its series that of its first sample. */
    synchronized Entry add(Series series, long ts, boolean same, byte[] value) {
        Entry entry = new Entry(new Place(ts, next), same, value);
        next++;
        if (!series.isAnnounced()) {
            series.announce(entry.no());
            SeriesName name = series.name();
            gathering
                    .bytes
                    .number(0)
                    .number(entry.no())
                    .text(name.ownerId())
                    .text(name.kind())
                    .text(name.key());
        }
        gathering.bytes.number(series.id());
        gathering.entries.write(entry);
        gatheredBytes = gathering.bytes.length();
        return entry;
    }

    /** Brings everything that was added before the call to disk. What failed is tried again by the next call. */
    void write() throws IOException {
        synchronized (files) {
            if (broken != null) {
                throw new IOException("The disk has failed before", broken);
            }
            boolean again = frame != null;
            if (again) {
                writeFrame();
            }
            // Once only: who publishes without a pause must not keep those who wait for this call.
            if (take()) {
                writeFrame();
            } else if (!again) {
                return;
            }
        }
        grown.run();
    }

    private void writeFrame() throws IOException {
        files.getLast().append(frame.bytes());
        long last = frame.last();
        frame = null;
        frameBytes = 0;
        count();
        force();
        synced = last;
    }

    /** The system may have dropped what it could not sync, and would call the next attempt a success. */
    private void force() throws IOException {
        try {
            files.getLast().force();
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private synchronized boolean take() {
        if (gathering.bytes.length() == 0) {
            return false;
        }
        frame = new Frame(gathering.bytes.toArray(), next - 1);
        frameBytes = frame.bytes().length;
        gathering = new Gathering();
        gatheredBytes = 0;
        return true;
    }

    /**
     * Begins a new file.
     *
     * @return the number of the last sample in the files before it
     */
    long cut() throws IOException {
        synchronized (files) {
            if (broken == null) {
                begin();
            }
            return files.getLast().first() - 1;
        }
    }

    private void begin() throws IOException {
        long first = synced + 1;
        if (!files.isEmpty() && files.getLast().first() == first) {
            return;
        }
        JournalFile file = JournalFile.create(path(scheme, folder.resolve(name(first))), first);
        try {
            BlobFolder.sync(folder);
        } catch (IOException e) {
            file.discard(e);
            throw e;
        }
        files.add(file);
        count();
    }

    static boolean isFile(String name) {
        return name.endsWith(SUFFIX);
    }

    /** So that the order of names is that of numbers. */
    static String name(long first) {
        return "%016x".formatted(first) + SUFFIX;
    }

    /** Removes the files that hold nothing behind a number: all their samples are in blocks on the disk. */
    void forget(long upTo) throws IOException {
        List<JournalFile> gone = new ArrayList<>();
        synchronized (files) {
            while (files.size() > 1 && second().first() <= upTo + 1) {
                gone.add(files.removeFirst());
            }
        }
        for (JournalFile file : gone) {
            file.close();
            file.path().delete();
            // One after the other, so that a power cut leaves no gap.
            BlobFolder.sync(folder);
        }
        synchronized (files) {
            synchronized (this) {
                count();
                notifyAll();
            }
        }
    }

    private JournalFile second() {
        return files.stream().skip(1).findFirst().orElseThrow();
    }

    private void count() {
        fileBytes = files.stream().mapToLong(JournalFile::length).sum();
    }

    /** The number of the last sample on the disk. */
    long synced() {
        return synced;
    }

    /** Everything that is on the disk at this moment, to be read even when its files go meanwhile. */
    List<JournalPart> parts() throws IOException {
        List<JournalPart> parts = new ArrayList<>();
        synchronized (files) {
            try {
                for (JournalFile file : files) {
                    parts.add(JournalPart.open(folder.resolve(name(file.first())), file.length()));
                }
                return parts;
            } catch (IOException e) {
                JournalPart.close(parts);
                throw e;
            }
        }
    }

    /** What it holds on the disk and on the way there. Takes no lock, because who holds others asks. */
    long bytes() {
        return fileBytes + frameBytes + gatheredBytes;
    }

    /** What waits to be written. */
    long gatheredBytes() {
        return gatheredBytes;
    }

    /** How often somebody had to wait for room. */
    long waits() {
        return waits.sum();
    }

    @Override
    public void close() throws IOException {
        synchronized (files) {
            for (JournalFile file : files) {
                file.close();
            }
        }
    }
}
