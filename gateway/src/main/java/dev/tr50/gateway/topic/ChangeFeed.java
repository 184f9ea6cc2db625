package dev.tr50.gateway.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.storage.Thing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what happens to things: in the order in which it happened, and what is stored only after it is on disk. What
 * nobody subscribed to costs one look at the subscriptions.
 */
public final class ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final int MOST_WAITING = 100_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final int BATCH = 1000;

    /** Where the changes go. */
    public interface Delivery {
        /** Whether anybody subscribed to the topic. Must not block. */
        boolean isWanted(String groupId, String topic);

        /** Sends a message to everybody in the group who subscribed. */
        void publish(String groupId, String topic, byte[] payload);
    }

    private record Change(String groupId, String topic, byte[] payload, boolean stored) {}

    private final Supplier<? extends CompletionStage<Void>> onDisk;
    private final Executor workers;
    private final FaultLog faults;
    private final LimitCounts counts;
    private final Queue<Change> waiting = new ArrayDeque<>();
    /** Of the payloads that are not published yet. */
    private long bytes;

    private boolean running;
    private volatile Delivery delivery;

    /** @param onDisk completes when everything committed before the call is durable */
    public ChangeFeed(
            Supplier<? extends CompletionStage<Void>> onDisk, Executor workers, FaultLog faults, LimitCounts counts) {
        this.onDisk = onDisk;
        this.workers = workers;
        this.faults = faults;
        this.counts = counts;
    }

    /** Changes that wait to be published. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Begins to publish; nobody can have subscribed to what changed before. */
    public void deliverTo(Delivery broker) {
        delivery = broker;
    }

    /**
     * A sample became the current one of its series. Calls for one thing must come in the order of its changes.
     *
     * @param key empty where a thing has one series of the kind
     */
    public void valueChanged(Thing thing, String kind, String key, Supplier<String> text) {
        add(thing, new ServerTopic(thing.key(), kind, key), text, true);
    }

    /** A thing's first connection came, or its last one is gone. Calls for one thing must come in that order. */
    public void connectionChanged(Thing thing, boolean connected) {
        add(thing, new ServerTopic(thing.key(), "connection", ""), () -> Boolean.toString(connected), false);
    }

    private void add(Thing thing, ServerTopic topic, Supplier<String> text, boolean stored) {
        Delivery to = delivery;
        String name = topic.name();
        if (to == null || !to.isWanted(thing.groupId(), name)) {
            return;
        }
        Change change = new Change(thing.groupId(), name, text.get().getBytes(UTF_8), stored);
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING || bytes >= MOST_BYTES) {
                counts.met(Limit.PUBLISHED_CHANGES);
                LOG.warn("{} changes wait to be published, the next ones are lost to subscribers", waiting.size());
                return;
            }
            waiting.add(change);
            bytes += change.payload().length;
            if (running) {
                return;
            }
            running = true;
        }
        workers.execute(this::deliver);
    }

    private void deliver() {
        List<Change> batch = new ArrayList<>();
        synchronized (this) {
            while (batch.size() < BATCH && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            if (batch.isEmpty()) {
                running = false;
                return;
            }
        }
        CompletionStage<Void> ready =
                batch.stream().anyMatch(Change::stored) ? onDisk.get() : CompletableFuture.completedFuture(null);
        ready.whenCompleteAsync(
                (done, failure) -> {
                    publish(batch, failure);
                    forget(batch);
                    deliver();
                },
                workers);
    }

    private synchronized void forget(List<Change> batch) {
        for (Change change : batch) {
            bytes -= change.payload().length;
        }
    }

    private void publish(List<Change> batch, Throwable notOnDisk) {
        if (notOnDisk != null) {
            faults.log("Bringing changes to disk before they are published", null, notOnDisk);
        }
        for (Change change : batch) {
            if (notOnDisk == null || !change.stored()) {
                publish(change);
            }
        }
    }

    /** A change that cannot be published must not keep the next ones. */
    private void publish(Change change) {
        try {
            delivery.publish(change.groupId(), change.topic(), change.payload());
        } catch (RuntimeException e) {
            faults.log("Publishing a change", null, e);
        }
    }
}
