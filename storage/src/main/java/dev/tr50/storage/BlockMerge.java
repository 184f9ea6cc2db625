package dev.tr50.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts samples into the blocks of their series, so that blocks stay in order and do not overlap.
 *
 * <p>Behind the newest block a new one is begun, however few they are, and small blocks at the end are taken together as they
 * become many: so a sample is written again a few times at most, whether its series gets one sample at a time or thousands.
 */
final class BlockMerge {

    static final int MOST_SAMPLES = 500;

    private static final Logger LOG = LoggerFactory.getLogger(BlockMerge.class);
    private static final int MOST_BYTES = 32 * 1024;

    /** A block is taken along when it is at most so many times as long as what is added. */
    private static final int GROWTH = 4;

    private static final int BLOCKS_TAKEN_ALONG = 8;

    /** Samples that belong to each other. */
    record Group(BlockRows.Block floor, boolean isLast, List<Entry> entries) {}

    private final Handle handle;
    private final long series;

    BlockMerge(Handle handle, long series) {
        this.handle = handle;
        this.series = series;
    }

    /**
     * Looks where samples belong. Nothing may change before they are written.
     *
     * @param arrived in any order
     * @param mostBlocks that may be touched
     * @return empty when there would be more of them
     */
    Optional<List<Group>> plan(List<Entry> arrived, int mostBlocks) {
        List<Entry> entries = arrived.stream().sorted(Entry.IN_ORDER).toList();
        List<Group> groups = new ArrayList<>();
        int at = 0;
        while (at < entries.size()) {
            if (groups.size() == mostBlocks) {
                return Optional.empty();
            }
            Group group = groupAt(entries.subList(at, entries.size()));
            groups.add(group);
            at += group.entries().size();
        }
        return Optional.of(groups);
    }

    private Group groupAt(List<Entry> entries) {
        Place first = entries.get(0).place();
        BlockRows.Block floor = BlockRows.floor(handle, series, first).orElse(null);
        List<BlockRows.Block> next = BlockRows.behind(handle, series, first, false, 1);
        if (next.isEmpty()) {
            return new Group(floor, true, entries);
        }
        Place end = next.get(0).first();
        int count = 1;
        while (count < entries.size() && entries.get(count).place().compareTo(end) < 0) {
            count++;
        }
        return new Group(floor, false, entries.subList(0, count));
    }

    void write(Group group) {
        List<Entry> entries = new ArrayList<>(group.entries());
        List<BlockRows.Block> taken = group.isLast() ? takenAlong(entries) : floor(group);
        taken.forEach(block -> entries.addAll(takenOut(block)));
        entries.sort(Entry.IN_ORDER);
        split(entries, group.isLast() ? MOST_SAMPLES : evenly(entries.size()));
    }

    /**
     * A damaged block stays as it is, and what is new stands beside it: otherwise the journal could never be emptied, and nothing
     * of anybody would be taken any more once it is full.
     */
    private List<Entry> takenOut(BlockRows.Block block) {
        try {
            List<Entry> entries = BlockRows.withContent(handle, block).entries();
            BlockRows.delete(handle, block);
            return entries;
        } catch (DamagedBlockException e) {
            LOG.warn("New samples are kept beside damaged ones: {}", e.getMessage());
            return List.of();
        }
    }

    private static List<BlockRows.Block> floor(Group group) {
        return group.floor() == null ? List.of() : List.of(group.floor());
    }

    private List<BlockRows.Block> takenAlong(List<Entry> entries) {
        Place first = entries.get(0).place();
        long bytes =
                entries.stream().mapToLong(entry -> entry.value().length + 4L).sum();
        List<BlockRows.Block> taken = new ArrayList<>();
        Place end = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
        for (BlockRows.Block block : BlockRows.before(handle, series, end, false, BLOCKS_TAKEN_ALONG)) {
            boolean overlaps = first.compareTo(block.last()) < 0;
            boolean full = block.count() >= MOST_SAMPLES || block.bytes() >= MOST_BYTES;
            if (!overlaps && (full || block.bytes() > GROWTH * bytes)) {
                break;
            }
            taken.add(block);
            bytes += block.bytes();
        }
        return taken;
    }

    /** Into parts of one size, since more may come in the middle of it. */
    private static int evenly(int count) {
        int parts = (count + MOST_SAMPLES - 1) / MOST_SAMPLES;
        return (count + parts - 1) / parts;
    }

    private void split(List<Entry> entries, int most) {
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            int more = entries.get(i).value().length;
            if (i > from && (i - from >= most || bytes + more > MOST_BYTES)) {
                BlockRows.insert(handle, series, entries.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        BlockRows.insert(handle, series, entries.subList(from, entries.size()));
    }
}
