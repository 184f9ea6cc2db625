package dev.tr50.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which blobs a row points to. A blob that has lost its last row never gets another. */
final class BlobReferences {

    private final Database database;

    BlobReferences(Database database) {
        this.database = database;
    }

    boolean isUnreferenced(String blobId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT blob_id FROM files WHERE blob_id = :blob
                        UNION ALL SELECT blob_id FROM downloads WHERE blob_id = :blob
                        """)
                .bind("blob", blobId)
                .mapTo(String.class)
                .list()
                .isEmpty());
    }

    /** How long a file is said to be. */
    record Length(String blobId, long length) {}

    /** @param shard the first two digits of their ids */
    List<Length> lengthsInShard(String shard) {
        return database.read(handle -> handle.createQuery(
                        "SELECT blob_id, length FROM files WHERE blob_id >= :first AND blob_id <= :last")
                .bind("first", shard)
                .bind("last", shard + "g")
                .map((row, context) -> new Length(row.getString(1), row.getLong(2)))
                .list());
    }

    /** @param shard the first two digits of their ids */
    Set<String> inShard(String shard) {
        return database.read(handle -> new HashSet<>(handle.createQuery("""
                        SELECT blob_id FROM files WHERE blob_id >= :first AND blob_id <= :last
                        UNION ALL SELECT blob_id FROM downloads WHERE blob_id >= :first AND blob_id <= :last
                        """)
                .bind("first", shard)
                .bind("last", shard + "g")
                .mapTo(String.class)
                .list()));
    }
}
