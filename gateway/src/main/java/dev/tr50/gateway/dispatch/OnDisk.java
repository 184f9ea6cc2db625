package dev.tr50.gateway.dispatch;

import java.util.concurrent.CompletionStage;

/** Tells when changes are on disk. */
@FunctionalInterface
public interface OnDisk {

    /** Completes when everything committed before the call is durable. */
    CompletionStage<Void> everything();

    /** Completes when all values published before the call are durable: as soon as everything is, or sooner. */
    default CompletionStage<Void> values() {
        return everything();
    }
}
