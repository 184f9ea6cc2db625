package dev.tr50.gateway.thing;

import dev.tr50.storage.LastSeen;
import dev.tr50.storage.Thing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings to storage which things are connected and when others last were, many at a time: a thousand devices that come and go
 * in a second cost one transaction.
 */
public final class LastSeenLog {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final LastSeen storage;
    private final Runnable toDisk;
    private final Clock clock;
    private final Object writing = new Object();

    private final Set<String> arrived = new HashSet<>();
    private final Map<String, Instant> left = new HashMap<>();
    /** What storage takes for connected. */
    private final Set<String> noted = new HashSet<>();

    private Instant written = Instant.MIN;

    /** @param toDisk sees to it that what was written reaches the disk soon */
    public LastSeenLog(LastSeen storage, Runnable toDisk, Clock clock) {
        this.storage = storage;
        this.toDisk = toDisk;
        this.clock = clock;
    }

    /** A thing's first connection came, or its last one is gone. Does not block. */
    public synchronized void connectionChanged(Thing thing, boolean connected) {
        if (connected) {
            left.remove(thing.id());
            arrived.add(thing.id());
        } else {
            arrived.remove(thing.id());
            left.put(thing.id(), clock.instant());
        }
    }

    /** When a thing was last connected, as far as storage does not know it yet. */
    synchronized Optional<Instant> unwritten(Thing thing) {
        return Optional.ofNullable(left.get(thing.id()));
    }

    /**
     * Writes what has changed, or, while things are connected, every ten seconds that the gateway lives. To be called every
     * second.
     */
    public void write() {
        synchronized (writing) {
            List<String> come;
            Map<String, Instant> gone;
            Instant now = clock.instant();
            synchronized (this) {
                arrived.removeIf(noted::contains);
                come = new ArrayList<>(arrived);
                gone = new HashMap<>(left);
                boolean due = !noted.isEmpty() && now.isAfter(written.plus(SIGN_OF_LIFE));
                if (come.isEmpty() && gone.isEmpty() && !due) {
                    return;
                }
            }
            storage.alive(now, come, gone);
            forget(come, gone, now);
            toDisk.run();
        }
    }

    private synchronized void forget(List<String> come, Map<String, Instant> gone, Instant now) {
        written = now;
        noted.addAll(come);
        come.forEach(arrived::remove);
        gone.forEach((thing, time) -> {
            noted.remove(thing);
            left.remove(thing, time);
        });
    }
}
