package dev.tr50.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The devices of every group. */
public final class Things {

    private final Database database;
    private final DefinitionCache definitions;
    private final Clock clock;

    Things(Database database, DefinitionCache definitions, Clock clock) {
        this.database = database;
        this.definitions = definitions;
        this.clock = clock;
    }

    /**
     * A new thing with a scope of its own.
     *
     * @throws AlreadyExistsException when the group has a thing with this key
     * @throws NoSuchDefinitionException when the group lacks the definition
     */
    public Thing create(String groupId, NewThing wanted) {
        return database.create(
                "A thing with key \"" + wanted.key() + "\" exists", handle -> insert(handle, groupId, wanted));
    }

    /**
     * The thing with this key, created when there is none. Two callers with the same new key get the same thing.
     *
     * @throws NoSuchDefinitionException when it must be created and the group lacks the definition
     */
    public Thing registerIfAbsent(String groupId, NewThing wanted) {
        Optional<Thing> known = findByKey(groupId, wanted.key());
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return create(groupId, wanted);
        } catch (AlreadyExistsException createdMeanwhile) {
            return findByKey(groupId, wanted.key()).orElseThrow(() -> createdMeanwhile);
        }
    }

    Thing insert(Handle handle, String groupId, NewThing wanted) {
        if (!Groups.hasDefinition(handle, groupId, wanted.defKey())) {
            throw new NoSuchDefinitionException(wanted.defKey());
        }
        String id = ObjectId.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Thing thing = new Thing(
                id,
                groupId,
                wanted.key(),
                wanted.name(),
                wanted.desc(),
                wanted.defKey(),
                wanted.tags(),
                wanted.secTags(),
                wanted.identifiers(),
                wanted.createdBy(),
                now,
                wanted.createdBy(),
                now,
                null,
                wanted.appId(),
                Scopes.create(handle, groupId, id),
                wanted.secretHash(),
                wanted.externalKeyHash());
        ThingRows.insert(handle, thing);
        return thing;
    }

    /**
     * Changes a thing; whether there was one.
     *
     * @param by who changes it, in words of the gateway
     */
    public boolean update(String id, ThingChange change, String by) {
        return database.write(handle -> {
            Optional<Thing> old = handle.createQuery(ThingRows.SELECT + "WHERE id = :id FOR UPDATE")
                    .bind("id", id)
                    .map(ThingRows::read)
                    .findOne();
            old.ifPresent(thing ->
                    ThingRows.update(handle, thing, change, by, clock.instant().toEpochMilli()));
            return old.isPresent();
        });
    }

    /** The thing with this id. */
    public Optional<Thing> findById(String id) {
        return database.read(handle -> handle.createQuery(ThingRows.SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(ThingRows::read)
                .findOne());
    }

    /** The things of a group, by key. */
    public Page<Thing> page(String groupId, long offset, int limit) {
        return database.read(handle -> new Page<>(
                handle.createQuery("SELECT COUNT(*) FROM things WHERE group_id = :group")
                        .bind("group", groupId)
                        .mapTo(Long.class)
                        .one(),
                handle.createQuery(ThingRows.SELECT + """
                                WHERE group_id = :group ORDER BY thing_key
                                OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY
                                """)
                        .bind("group", groupId)
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .map(ThingRows::read)
                        .list()));
    }

    /** The thing with this key in a group. */
    public Optional<Thing> findByKey(String groupId, String key) {
        return database.read(
                handle -> handle.createQuery(ThingRows.SELECT + "WHERE group_id = :group AND thing_key = :key")
                        .bind("group", groupId)
                        .bind("key", key)
                        .map(ThingRows::read)
                        .findOne());
    }

    /** The thing whose secret has this SHA-256, whatever its group. */
    public Optional<Thing> findBySecretHash(String secretHash) {
        return findBy("secret_hash", secretHash);
    }

    /** The thing whose external key has this SHA-256, whatever its group. */
    public Optional<Thing> findByExternalKeyHash(String externalKeyHash) {
        return findBy("external_key_hash", externalKeyHash);
    }

    private Optional<Thing> findBy(String column, String hash) {
        return database.read(handle -> handle.createQuery(ThingRows.SELECT + "WHERE " + column + " = :hash")
                .bind("hash", hash)
                .map(ThingRows::read)
                .findOne());
    }

    /**
     * Things of a group that have every one of the given identifiers, by key.
     *
     * @param wanted null members are not compared; one at least must be given
     * @param limit things to return at most
     */
    public List<Thing> find(String groupId, Identifiers wanted, int limit) {
        String given = ThingIdentifiers.conditions(wanted);
        String sql = ThingRows.SELECT + "WHERE group_id = :group" + given
                + " ORDER BY thing_key FETCH FIRST :limit ROWS ONLY";
        return database.read(handle -> ThingIdentifiers.bind(handle.createQuery(sql), wanted)
                .bind("group", groupId)
                .bind("limit", limit)
                .map(ThingRows::read)
                .list());
    }

    /**
     * Gives a thing its client id unless it has one, and returns it with the one it has now: of two callers at once one
     * decides.
     */
    public Thing claim(Thing thing, String appId) {
        return database.write(handle -> {
            handle.createUpdate("UPDATE things SET app_id = :app WHERE id = :id AND app_id IS NULL")
                    .bind("app", appId)
                    .bind("id", thing.id())
                    .execute();
            return handle.createQuery(ThingRows.SELECT + "WHERE id = :id")
                    .bind("id", thing.id())
                    .map(ThingRows::read)
                    .findOne()
                    .orElse(thing);
        });
    }
}
