package dev.tr50.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Everything that was asked of a disk, and what a power cut at any moment could have left on it. */
final class RecordedDisk {

    private static final int SECTOR = 512;

    /** @param bytes null for a sync or a cut of the file to {@code position} */
    private record Event(Kind kind, long position, byte[] bytes) {}

    private enum Kind {
        WRITE,
        TRUNCATE,
        SYNC
    }

    private final List<Event> events = new ArrayList<>();
    private IOException failure;

    /** Fails every write from now on. */
    synchronized void fail(IOException reason) {
        failure = reason;
    }

    synchronized void written(long position, ByteBuffer source) throws IOException {
        if (failure != null) {
            throw failure;
        }
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        events.add(new Event(Kind.WRITE, position, bytes));
    }

    synchronized void truncated(long size) {
        events.add(new Event(Kind.TRUNCATE, size, null));
    }

    synchronized void synced() {
        events.add(new Event(Kind.SYNC, 0, null));
    }

    /** How much has been asked of it until now. */
    synchronized int moment() {
        return events.size();
    }

    /** What was synced before {@code moment} for certain, and of the rest whatever chance lets through, by sectors. */
    synchronized byte[] afterPowerCut(int moment, Random chance) throws IOException {
        int synced = lastSync(moment);
        Image image = new Image();
        int odds = chance.nextInt(5);
        for (int i = 0; i < moment; i++) {
            boolean certain = i < synced;
            image.apply(events.get(i), () -> certain || chance.nextInt(4) < odds);
        }
        return image.bytes();
    }

    private int lastSync(int moment) {
        for (int i = moment - 1; i >= 0; i--) {
            if (events.get(i).kind() == Kind.SYNC) {
                return i;
            }
        }
        return 0;
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
                case SYNC -> {}
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
