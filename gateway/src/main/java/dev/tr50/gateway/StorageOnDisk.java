package dev.tr50.gateway;

import dev.tr50.gateway.dispatch.OnDisk;
import dev.tr50.storage.Storage;
import java.util.concurrent.CompletionStage;

/** Asks the storage. */
record StorageOnDisk(Storage storage) implements OnDisk {

    @Override
    public CompletionStage<Void> everything() {
        return storage.durable();
    }

    @Override
    public CompletionStage<Void> values() {
        return storage.published();
    }
}
