package dev.tr50.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has expired and what a crash left behind. */
final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Sessions sessions;
    private final Tokens tokens;
    private final Transfers transfers;
    private final DeletedScopes deletedScopes;
    private final DeletedSeries deletedSeries;
    private final SampleStore samples;
    private final Blobs blobs;
    private final BlobReferences references;
    private final Supplier<CompletableFuture<Void>> durable;

    Sweep(
            Sessions sessions,
            Tokens tokens,
            Transfers transfers,
            DeletedScopes deletedScopes,
            DeletedSeries deletedSeries,
            SampleStore samples,
            Blobs blobs,
            BlobReferences references,
            Supplier<CompletableFuture<Void>> durable) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.transfers = transfers;
        this.deletedScopes = deletedScopes;
        this.deletedSeries = deletedSeries;
        this.samples = samples;
        this.blobs = blobs;
        this.references = references;
        this.durable = durable;
    }

    synchronized void run(Instant now) {
        sessions.removeExpired(now);
        tokens.removeExpired(now);
        transfers.removeExpired(now);
        deletedScopes.removeAll();
        deletedSeries.removeAll();
        samples.removeExpired(now);
        List<String> orphans = orphans();
        awaitDurable();
        long removed = orphans.stream().filter(blobs::released).count();
        if (removed > 0) {
            LOG.info("Removed {} blobs that no file has", removed);
        }
    }

    private void awaitDurable() {
        try {
            durable.get().join();
        } catch (CompletionException e) {
            throw new StorageException("The sweep cannot go on", e.getCause());
        }
    }

    /**
     * The order matters: a blob seen in the folder first is either still unsettled when that is asked next, or its row is
     * there when the rows are read last.
     */
    private List<String> orphans() {
        List<String> orphans = new ArrayList<>();
        try {
            orphans.addAll(settled(blobs.folder().temporaries()));
            for (String shard : BlobFolder.shards()) {
                List<String> candidates = settled(blobs.folder().inShard(shard));
                if (!candidates.isEmpty()) {
                    Set<String> needed = references.inShard(shard);
                    candidates.stream().filter(blob -> !needed.contains(blob)).forEach(orphans::add);
                }
            }
        } catch (IOException e) {
            throw new StorageException("The blob folder cannot be read", e);
        }
        return orphans;
    }

    private List<String> settled(List<String> blobIds) {
        return blobIds.stream().filter(blob -> !blobs.isUnsettled(blob)).toList();
    }
}
