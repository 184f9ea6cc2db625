package dev.tr50.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The thing definitions of every group. Those in use are in memory: {@link #of} and {@link #find} are asked with every value
 * that is published. One process at a time has a data folder, so nobody else changes them.
 *
 * <p>Never to be called from within a transaction: whoever changes a definition waits for the transactions of others.
 */
public final class ThingDefinitions {

    private final Database database;
    private final DefinitionCache cache;
    private final PendingDefinitions pending;
    private final Clock clock;

    /** Held while a definition is changed, so that the cache learns of changes in the order of their commits. */
    private final Object turn = new Object();

    ThingDefinitions(Database database, DefinitionCache cache, PendingDefinitions pending, Clock clock) {
        this.database = database;
        this.cache = cache;
        this.pending = pending;
        this.clock = clock;
    }

    /** The definition that a thing has now, which need not be the one it had when it was read; empty when the thing is gone. */
    public Optional<ThingDefinition> of(Thing thing) {
        return cache.of(thing);
    }

    /** The definition with this key. */
    public Optional<ThingDefinition> find(String groupId, String key) {
        return cache.find(groupId, key);
    }

    /** The definition with this id. */
    public Optional<ThingDefinition> findById(String groupId, String id) {
        return database.read(handle -> handle.createQuery(
                                "SELECT def_key FROM thing_definitions WHERE id = :id AND group_id = :group")
                        .bind("id", id)
                        .bind("group", groupId)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(key -> find(groupId, key));
    }

    /**
     * Definitions of a group.
     *
     * @param limit items at most; there are fewer when they are large
     */
    public Page<ThingDefinition> page(String groupId, DefinitionSort sort, long offset, int limit) {
        List<String> keys = database.read(
                handle -> handle.createQuery("SELECT def_key FROM thing_definitions WHERE group_id = :group "
                                + sort.orderBy() + " OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                        .bind("group", groupId)
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .list());
        List<ThingDefinition> items = new ArrayList<>();
        long weight = 0;
        for (String key : keys) {
            Optional<ThingDefinition> definition = find(groupId, key);
            weight += definition.map(DefinitionCache::weight).orElse(0);
            if (weight > DefinitionCache.HEAVIEST_PAGE && !items.isEmpty()) {
                break;
            }
            definition.ifPresent(items::add);
        }
        return new Page<>(count(groupId), items);
    }

    private long count(String groupId) {
        return database.read(
                handle -> handle.createQuery("SELECT COUNT(*) FROM thing_definitions WHERE group_id = :group")
                        .bind("group", groupId)
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * A new definition.
     *
     * @param by who makes it, in words of the gateway
     * @throws AlreadyExistsException when the group has one with this key
     * @throws TooManyKeysException when it has more than {@link ThingDefinition#MOST_KEYS}
     */
    public ThingDefinition create(String groupId, String key, DefinitionContent content, String by) {
        refuseTooManyKeys(key, content);
        Instant now = now();
        ThingDefinition definition = new ThingDefinition(ObjectId.next(), groupId, key, 1, content, by, now, by, now);
        synchronized (turn) {
            pending.change(() -> database.create("A thing definition \"" + key + "\" exists", handle -> {
                insert(handle, definition);
                return null;
            }));
            cache.put(definition);
        }
        return definition;
    }

    static void insert(Handle handle, ThingDefinition definition) {
        DefinitionRows.insert(handle, definition);
        DefinitionKeys.ALL.forEach(kind -> kind.insert(handle, definition.id(), definition.content()));
    }

    /**
     * Changes a definition. What things have published under keys that vanish stays.
     *
     * @param by who changes it, in words of the gateway
     * @return the definition as it is then; empty when there is none
     * @throws TooManyKeysException when it would have more than {@link ThingDefinition#MOST_KEYS}
     */
    public Optional<ThingDefinition> update(
            String groupId, String key, UnaryOperator<DefinitionContent> change, String by) {
        synchronized (turn) {
            return find(groupId, key).flatMap(old -> {
                DefinitionContent now = change.apply(old.content());
                refuseTooManyKeys(key, now);
                return write(
                        old,
                        old.changed(now, by, now()),
                        handle ->
                                DefinitionKeys.ALL.forEach(kind -> kind.replace(handle, old.id(), old.content(), now)));
            });
        }
    }

    private interface Keys {
        void write(Handle handle);
    }

    private Optional<ThingDefinition> write(ThingDefinition old, ThingDefinition changed, Keys keys) {
        boolean present = pending.change(() -> database.write(handle -> {
            boolean there = DefinitionRows.update(handle, changed);
            if (there) {
                keys.write(handle);
            }
            return there;
        }));
        if (present) {
            cache.put(changed);
            return Optional.of(changed);
        }
        cache.forget(old);
        return Optional.empty();
    }

    /**
     * Deletes a definition; whether there was one.
     *
     * @throws DefinitionInUseException when things have it, or an application gives it to things that it registers
     */
    public boolean delete(String groupId, String key) {
        synchronized (turn) {
            Optional<ThingDefinition> present = find(groupId, key);
            present.ifPresent(definition -> {
                database.write(handle -> {
                    refuseIfInUse(handle, groupId, key);
                    DefinitionRows.delete(handle, definition.id());
                    return null;
                });
                cache.forget(definition);
            });
            return present.isPresent();
        }
    }

    private static void refuseIfInUse(Handle handle, String groupId, String key) {
        boolean used = handle.createQuery("""
                        SELECT 1 WHERE EXISTS (SELECT 1 FROM things WHERE group_id = :group AND def_key = :key)
                            OR EXISTS (SELECT 1 FROM apps WHERE group_id = :group AND auto_reg_def_key = :key)
                        """)
                .bind("group", groupId)
                .bind("key", key)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (used) {
            throw new DefinitionInUseException(key);
        }
    }

    /**
     * Defines a property unless it is defined already: of several callers at once one decides.
     *
     * @param known the definition in which it was missing
     * @return what is known of it then; empty when the definition is gone
     * @throws TooManyKeysException when the definition has as many keys as it may have
     */
    public Optional<PropertyDefinition> define(
            ThingDefinition known, String key, PropertyDefinition property, String by) {
        return define(DefinitionKeys.PROPERTIES, known, key, property, by);
    }

    /** The same for an attribute. */
    public Optional<AttributeDefinition> define(
            ThingDefinition known, String key, AttributeDefinition attribute, String by) {
        return define(DefinitionKeys.ATTRIBUTES, known, key, attribute, by);
    }

    /** The same for an alarm. */
    public Optional<AlarmDefinition> define(ThingDefinition known, String key, AlarmDefinition alarm, String by) {
        return define(DefinitionKeys.ALARMS, known, key, alarm, by);
    }

    private <V> Optional<V> define(DefinitionKeys<V> kind, ThingDefinition known, String key, V entry, String by) {
        synchronized (turn) {
            return find(known.groupId(), known.key()).flatMap(old -> {
                V defined = kind.of(old.content()).get(key);
                if (defined != null) {
                    return Optional.of(defined);
                }
                DefinitionContent now = kind.with(old.content(), key, entry);
                refuseTooManyKeys(old.key(), now);
                return write(old, old.changed(now, by, now()), handle -> kind.insert(handle, old.id(), key, entry))
                        .map(changed -> entry);
            });
        }
    }

    private static void refuseTooManyKeys(String defKey, DefinitionContent content) {
        if (content.keys() > ThingDefinition.MOST_KEYS) {
            throw new TooManyKeysException(defKey);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
