package dev.tr50.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The devices of every group. */
public final class Things {

    private static final int TAGGED_AT_ONCE = 200;

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
                wanted.externalKeyHash(),
                true);
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
            Optional<Thing> old = findToChange(handle, id);
            old.ifPresent(thing ->
                    ThingRows.update(handle, thing, change, by, clock.instant().toEpochMilli()));
            return old.isPresent();
        });
    }

    /**
     * Gives things another set of tags each, a few hundred in one transaction; those that are gone meanwhile are left out.
     *
     * @param change what becomes of the tags of a thing
     * @param by who changes them, in words of the gateway
     */
    public void changeTags(List<Thing> things, TagKind kind, UnaryOperator<List<String>> change, String by) {
        for (int i = 0; i < things.size(); i += TAGGED_AT_ONCE) {
            List<Thing> some = things.subList(i, Math.min(things.size(), i + TAGGED_AT_ONCE));
            database.write(handle -> {
                some.forEach(thing -> changeTags(handle, thing.id(), kind, change, by));
                return null;
            });
        }
    }

    private void changeTags(
            Handle handle, String thingId, TagKind kind, UnaryOperator<List<String>> change, String by) {
        findToChange(handle, thingId).ifPresent(thing -> {
            List<String> tags = change.apply(kind.of(thing));
            if (!tags.equals(kind.of(thing))) {
                ThingRows.update(
                        handle,
                        thing,
                        ThingChange.tags(kind, tags),
                        by,
                        clock.instant().toEpochMilli());
            }
        });
    }

    private static Optional<Thing> findToChange(Handle handle, String id) {
        return handle.createQuery(ThingRows.SELECT + "WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(ThingRows::read)
                .findOne();
    }

    /**
     * Gives a thing another definition of its group; whether the thing was there.
     *
     * @param by who changes it, in words of the gateway
     * @throws NoSuchDefinitionException when the group lacks the definition
     */
    public boolean changeDefinition(Thing thing, String defKey, String by) {
        boolean changed = database.write(handle -> {
            if (!Groups.hasDefinition(handle, thing.groupId(), defKey)) {
                throw new NoSuchDefinitionException(defKey);
            }
            return handle.createUpdate("""
                                    UPDATE things SET def_key = :defKey, updated_by = :by, updated_on = :now
                                    WHERE id = :id AND group_id = :group
                                    """)
                            .bind("defKey", defKey)
                            .bind("by", by)
                            .bind("now", clock.instant().toEpochMilli())
                            .bind("id", thing.id())
                            .bind("group", thing.groupId())
                            .execute()
                    == 1;
        });
        definitions.forgetThing(thing.id());
        return changed;
    }

    /** How many things are meant. */
    public long count(ThingQuery query) {
        return database.read(handle -> ThingLists.count(handle, query));
    }

    /** Part of a list of things. */
    public List<Thing> list(ThingQuery query, ThingOrder order, long offset, int limit) {
        return database.read(handle -> ThingLists.page(handle, query, order, offset, limit));
    }

    /**
     * The next part of a list of things. What is added or removed meanwhile moves nothing else out of the parts to come.
     *
     * @param last the last of the part before; null for the first part
     */
    public List<Thing> after(ThingQuery query, ThingOrder order, Thing last, int limit) {
        return database.read(handle -> ThingLists.after(handle, query, order, last, limit));
    }

    /** How many things of a group have each tag, the most used first. */
    public List<TagCount> tagCloud(String groupId, TagKind kind, int most) {
        return database.read(handle -> ThingCounts.mostUsed(handle, groupId, kind, most));
    }

    /** The thing with this id. */
    public Optional<Thing> findById(String id) {
        return database.read(handle -> ThingRows.find(handle, id));
    }

    /** The things of a group, by key. */
    public Page<Thing> page(String groupId, long offset, int limit) {
        return database.read(handle -> new Page<>(
                ThingCounts.of(handle, groupId),
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
        String sql = ThingRows.BY_KEY;
        return database.read(handle -> PlainSql.find(handle, sql, row -> ThingRows.read(row, null), groupId, key));
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
        String sql = ThingRows.SELECT + "WHERE " + column + " = ?";
        return database.read(handle -> PlainSql.find(handle, sql, row -> ThingRows.read(row, null), hash));
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
