package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Everything that was asked of a disk, and what a power cut at any moment could have left on it. */
final class RecordedDisk {

    private static final int SECTOR = 512;

    /** @param bytes null for all but a write; a file is cut to {@code position} */
    private record Event(Kind kind, String file, long position, byte[] bytes) {}

    private enum Kind {
        WRITE,
        TRUNCATE,
        SYNC,
        DELETE
    }

    private final List<Event> events = new ArrayList<>();
    private IOException failure;

    /** Fails every write from now on. */
    synchronized void fail(IOException reason) {
        failure = reason;
    }

    synchronized void written(String file, long position, ByteBuffer source) throws IOException {
        if (failure != null) {
            throw failure;
        }
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        events.add(new Event(Kind.WRITE, file, position, bytes));
    }

    synchronized void truncated(String file, long size) {
        events.add(new Event(Kind.TRUNCATE, file, size, null));
    }

    synchronized void synced(String file) {
        events.add(new Event(Kind.SYNC, file, 0, null));
    }

    synchronized void deleted(String file) {
        events.add(new Event(Kind.DELETE, file, 0, null));
    }

    /** How much has been asked of it until now. */
    synchronized int moment() {
        return events.size();
    }

    /** The database of {@link #filesAfterPowerCut}. */
    synchronized byte[] afterPowerCut(int moment, Random chance) throws IOException {
        return filesAfterPowerCut(moment, chance).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".mv.db"))
                .map(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
    }

    /**
     * What was synced before {@code moment} for certain, and of the rest whatever chance lets through, by sectors; each file by
     * its path. The file that was deleted last may still be there; before that the folder was synced.
     */
    synchronized Map<String, byte[]> filesAfterPowerCut(int moment, Random chance) throws IOException {
        Map<String, Integer> synced = lastSyncs(moment);
        Map<String, Image> images = new HashMap<>();
        int lastDeletion = lastDeletion(moment);
        int odds = chance.nextInt(5);
        for (int i = 0; i < moment; i++) {
            Event event = events.get(i);
            boolean deletion = event.kind() == Kind.DELETE;
            boolean certain = i < (deletion ? lastDeletion : synced.getOrDefault(event.file(), 0));
            Luck luck = () -> certain || chance.nextInt(4) < odds;
            if (!deletion) {
                images.computeIfAbsent(event.file(), unknown -> new Image()).apply(event, luck);
            } else if (luck.survives()) {
                images.remove(event.file());
            }
        }
        Map<String, byte[]> files = new HashMap<>();
        images.forEach((file, image) -> files.put(file, image.bytes()));
        return files;
    }

    private int lastDeletion(int moment) {
        int last = moment - 1;
        while (last > 0 && events.get(last).kind() != Kind.DELETE) {
            last--;
        }
        return last;
    }

    private Map<String, Integer> lastSyncs(int moment) {
        Map<String, Integer> syncs = new HashMap<>();
        for (int i = 0; i < moment; i++) {
            if (events.get(i).kind() == Kind.SYNC) {
                syncs.put(events.get(i).file(), i);
            }
        }
        return syncs;
    }

    private interface Luck {
        boolean survives();
    }

    private static final class Image {

        private byte[] content = new byte[1 << 16];
        private int size;

        void apply(Event event, Luck luck) {
            switch (event.kind()) {
                case WRITE -> write(event, luck);
                case TRUNCATE -> truncate((int) event.position(), luck);
                case SYNC, DELETE -> {}
            }
        }

        private void write(Event event, Luck luck) {
            int start = (int) event.position();
            int end = start + event.bytes().length;
            for (int at = start; at < end; at = (at / SECTOR + 1) * SECTOR) {
                int sectorEnd = Math.min(end, (at / SECTOR + 1) * SECTOR);
                if (luck.survives()) {
                    grow(sectorEnd);
                    System.arraycopy(event.bytes(), at - start, content, at, sectorEnd - at);
                }
            }
        }

        private void truncate(int newSize, Luck luck) {
            if (luck.survives() && newSize < size) {
                Arrays.fill(content, newSize, size, (byte) 0);
                size = newSize;
            }
        }

        private void grow(int end) {
            if (end > content.length) {
                content = Arrays.copyOf(content, 2 * end);
            }
            size = Math.max(size, end);
        }

        byte[] bytes() {
            return Arrays.copyOf(content, size);
        }
    }
}
