package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Groups, each with a thing definition from the start. */
public final class Groups {

    /** Key of the definition that every group has from the start. */
    public static final String DEFAULT_DEFINITION = "default";

    private final Database database;

    private final Clock clock;

    Groups(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A new group with its default thing definition.
     *
     * @throws AlreadyExistsException when the key is taken
     */
    public Group create(String key, String name) {
        return database.create(
                "A group with key \"" + key + "\" exists", handle -> insert(handle, key, name, clock.instant()));
    }

    static Group insert(Handle handle, String key, String name, Instant now) {
        String id = ObjectId.next();
        Group group = new Group(id, key, name, Scopes.create(handle, id, null));
        handle.createUpdate("""
                        INSERT INTO groups (id, group_key, name, scope_id) VALUES (:id, :key, :name, :scope)
                        """)
                .bind("id", id)
                .bind("key", key)
                .bind("name", name)
                .bind("scope", group.scope().id())
                .execute();
        ThingDefinitions.insert(handle, defaultDefinition(id, now.truncatedTo(ChronoUnit.MILLIS)));
        return group;
    }

    /** Things may publish under it what they like. */
    private static ThingDefinition defaultDefinition(String groupId, Instant now) {
        return new ThingDefinition(
                ObjectId.next(),
                groupId,
                DEFAULT_DEFINITION,
                1,
                DefinitionContent.empty("Default", true),
                "SYSTEM",
                now,
                "SYSTEM",
                now);
    }

    /** The group with this id. */
    public Optional<Group> findById(String id) {
        String sql = "SELECT id, group_key, name, scope_id FROM groups WHERE id = ?";
        return database.read(handle -> PlainSql.find(handle, sql, row -> read(row, null), id));
    }

    /** The group with this key. */
    public Optional<Group> findByKey(String key) {
        return database.read(
                handle -> handle.createQuery("SELECT id, group_key, name, scope_id FROM groups WHERE group_key = :key")
                        .bind("key", key)
                        .map(Groups::read)
                        .findOne());
    }

    /** The groups a user is a member of, by key. */
    public Page<Group> pageOf(String userId, long offset, int limit) {
        return page("WHERE id IN (SELECT group_id FROM memberships WHERE user_id = :user)", userId, offset, limit);
    }

    /** All groups, by key. */
    public Page<Group> page(long offset, int limit) {
        return page("", null, offset, limit);
    }

    private Page<Group> page(String condition, String userId, long offset, int limit) {
        return database.read(handle -> {
            Query count = handle.createQuery("SELECT COUNT(*) FROM groups " + condition);
            Query items = handle.createQuery("SELECT id, group_key, name, scope_id FROM groups " + condition
                            + " ORDER BY group_key OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                    .bind("offset", offset)
                    .bind("limit", limit);
            if (userId != null) {
                count.bind("user", userId);
                items.bind("user", userId);
            }
            return new Page<>(
                    count.mapTo(Long.class).one(), items.map(Groups::read).list());
        });
    }

    /** Every group, by key. */
    public List<Group> all() {
        return database.read(
                handle -> handle.createQuery("SELECT id, group_key, name, scope_id FROM groups ORDER BY group_key")
                        .map(Groups::read)
                        .list());
    }

    /** Whether the group has a thing definition with this key. */
    public boolean hasDefinition(String groupId, String defKey) {
        return database.read(handle -> hasDefinition(handle, groupId, defKey));
    }

    /** Keeps a group from being deleted until the transaction ends; whether there is one. */
    static boolean lock(Handle handle, String id) {
        return handle.createQuery("SELECT 1 FROM groups WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static boolean hasDefinition(Handle handle, String groupId, String defKey) {
        return PlainSql.find(
                        handle,
                        "SELECT 1 FROM thing_definitions WHERE group_id = ? AND def_key = ?",
                        row -> row.getInt(1),
                        groupId,
                        defKey)
                .isPresent();
    }

    private static Group read(ResultSet row, StatementContext context) throws SQLException {
        return new Group(
                row.getString("id"),
                row.getString("group_key"),
                row.getString("name"),
                new Scope(row.getLong("scope_id")));
    }
}
