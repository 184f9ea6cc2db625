package dev.tr50.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * When things were last connected. While they are, only the gateway's own sign of life is written now and then, so that
 * thousands of idle connections cost one row; after a crash they count as seen until the last one.
 */
public final class LastSeen {

    private final Database database;
    private final String gatewayId = ObjectId.next();

    LastSeen(Database database) {
        this.database = database;
    }

    /** Gives the things that an earlier process left connected the time when that last gave a sign of life. */
    public void settle() {
        database.write(handle -> {
            handle.createUpdate("""
                            UPDATE things SET last_seen = (
                                SELECT MAX(g.alive_at) FROM connected_things c JOIN gateways g ON g.id = c.gateway_id
                                WHERE c.thing_id = things.id)
                            WHERE id IN (SELECT thing_id FROM connected_things)
                            """).execute();
            handle.createUpdate("DELETE FROM connected_things").execute();
            handle.createUpdate("DELETE FROM gateways").execute();
            handle.createUpdate("INSERT INTO gateways (id, alive_at) VALUES (:id, 0)")
                    .bind("id", gatewayId)
                    .execute();
            return null;
        });
    }

    /**
     * Notes a sign of life of this gateway, and what has changed since the one before.
     *
     * @param arrived ids of things that are connected now and were not
     * @param left ids of things that are not connected any more, with the time when they were last
     */
    public void alive(Instant now, Collection<String> arrived, Map<String, Instant> left) {
        database.write(handle -> {
            handle.createUpdate("UPDATE gateways SET alive_at = :now WHERE id = :id")
                    .bind("now", now.toEpochMilli())
                    .bind("id", gatewayId)
                    .execute();
            insert(handle, arrived);
            remove(handle, left);
            return null;
        });
    }

    /** Whether this gateway's sign of life can be read. */
    boolean isKnown() {
        return database.read(handle -> handle.createQuery("SELECT alive_at FROM gateways WHERE id = :id")
                .bind("id", gatewayId)
                .mapTo(Long.class)
                .findOne()
                .isPresent());
    }

    private void insert(Handle handle, Collection<String> arrived) {
        if (arrived.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO connected_things (gateway_id, thing_id) VALUES (:gateway, :thing)");
        arrived.forEach(
                thing -> batch.bind("gateway", gatewayId).bind("thing", thing).add());
        batch.execute();
    }

    private void remove(Handle handle, Map<String, Instant> left) {
        if (left.isEmpty()) {
            return;
        }
        PreparedBatch gone =
                handle.prepareBatch("DELETE FROM connected_things WHERE gateway_id = :gateway AND thing_id = :thing");
        PreparedBatch seen = handle.prepareBatch("UPDATE things SET last_seen = :seen WHERE id = :thing");
        left.forEach((thing, time) -> {
            gone.bind("gateway", gatewayId).bind("thing", thing).add();
            seen.bind("seen", time.toEpochMilli()).bind("thing", thing).add();
        });
        gone.execute();
        seen.execute();
    }
}
