package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** The roles that each group has made for its apps. */
public final class AppRoles {

    /** How many roles a group may have made. */
    public static final int MOST = 1000;

    private static final String SELECT = """
            SELECT id, group_id, role_key, name, description, perms, view_tags, update_tags,
                created_by, created_on, updated_by, updated_on
            FROM app_roles
            """;

    private final Database database;
    private final Clock clock;

    AppRoles(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A new role.
     *
     * @param rest what it is beside its key; a name it must have
     * @param by who makes it, in words of the gateway
     * @throws AlreadyExistsException when the group has one with this key, or every group has
     * @throws QuotaExceededException when the group has {@link #MOST} roles
     */
    public AppRole create(String groupId, String key, AppRoleChange rest, String by) {
        if (Role.ofKey(key).isPresent()) {
            throw new AlreadyExistsException("A role \"" + key + "\" exists", null);
        }
        Stamps stamps = Stamps.made(by, now());
        AppRole role = new AppRole(
                        ObjectId.next(), groupId, key, rest.name(), null, List.of(), List.of(), List.of(), stamps)
                .with(rest, stamps);
        return database.create("A role \"" + key + "\" exists", handle -> {
            Groups.lock(handle, groupId);
            if (count(handle, groupId) >= MOST) {
                throw new QuotaExceededException("A group has at most " + MOST + " roles");
            }
            insert(handle, role);
            return role;
        });
    }

    /**
     * Changes a role.
     *
     * @param by who changes it, in words of the gateway
     * @return whether the group has one with this id
     */
    public boolean update(String groupId, String id, AppRoleChange change, String by) {
        return database.write(handle -> {
            Groups.lock(handle, groupId);
            Optional<AppRole> known = find(handle, groupId, id);
            known.ifPresent(role ->
                    update(handle, role.with(change, role.stamps().changed(by, now()))));
            return known.isPresent();
        });
    }

    /**
     * Deletes a role; whether the group had it.
     *
     * @throws InUseException when an app has it
     */
    public boolean delete(String groupId, String id) {
        return database.write(handle -> {
            Groups.lock(handle, groupId);
            AppRows.ofGroup(handle, groupId).stream()
                    .filter(app -> app.roleIds().contains(id))
                    .findFirst()
                    .ifPresent(app -> {
                        throw new InUseException("The app \"" + app.name() + "\" has the role");
                    });
            return handle.createUpdate("DELETE FROM app_roles WHERE id = :id AND group_id = :group")
                            .bind("id", id)
                            .bind("group", groupId)
                            .execute()
                    == 1;
        });
    }

    /** The role of a group with this id. */
    public Optional<AppRole> findById(String groupId, String id) {
        return database.read(handle -> find(handle, groupId, id));
    }

    /** The role of a group with this key. */
    public Optional<AppRole> findByKey(String groupId, String key) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE group_id = :group AND role_key = :key")
                .bind("group", groupId)
                .bind("key", key)
                .map(AppRoles::read)
                .findOne());
    }

    /** The roles that a group has made, by key. */
    public List<AppRole> ofGroup(String groupId) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE group_id = :group ORDER BY role_key")
                .bind("group", groupId)
                .map(AppRoles::read)
                .list());
    }

    /** @throws NoSuchRoleException when neither the group has a role with this id nor every group has */
    static void require(Handle handle, String groupId, String id) {
        if (Role.ofId(id).isEmpty() && find(handle, groupId, id).isEmpty()) {
            throw new NoSuchRoleException(id);
        }
    }

    private static Optional<AppRole> find(Handle handle, String groupId, String id) {
        return handle.createQuery(SELECT + "WHERE id = :id AND group_id = :group")
                .bind("id", id)
                .bind("group", groupId)
                .map(AppRoles::read)
                .findOne();
    }

    private static long count(Handle handle, String groupId) {
        return handle.createQuery("SELECT COUNT(*) FROM app_roles WHERE group_id = :group")
                .bind("group", groupId)
                .mapTo(Long.class)
                .one();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void insert(Handle handle, AppRole role) {
        Update insert = handle.createUpdate("""
                        INSERT INTO app_roles (id, group_id, role_key, name, description, perms, view_tags, update_tags,
                            created_by, created_on, updated_by, updated_on)
                        VALUES (:id, :group, :key, :name, :desc, :perms, :viewTags, :updateTags, :by, :now, :by, :now)
                        """)
                .bind("key", role.key())
                .bind("by", role.stamps().createdBy())
                .bind("now", role.stamps().createdOn().toEpochMilli());
        bind(insert, role).execute();
    }

    private static void update(Handle handle, AppRole role) {
        Update update = handle.createUpdate("""
                        UPDATE app_roles SET name = :name, description = :desc, perms = :perms, view_tags = :viewTags,
                            update_tags = :updateTags, updated_by = :by, updated_on = :now
                        WHERE id = :id AND group_id = :group
                        """)
                .bind("by", role.stamps().updatedBy())
                .bind("now", role.stamps().updatedOn().toEpochMilli());
        bind(update, role).execute();
    }

    private static Update bind(Update statement, AppRole role) {
        statement
                .bind("id", role.id())
                .bind("group", role.groupId())
                .bind("name", role.name())
                .bind("desc", role.desc());
        Database.bindTexts(statement, "perms", role.perms());
        Database.bindTexts(statement, "viewTags", role.viewTags());
        return Database.bindTexts(statement, "updateTags", role.updateTags());
    }

    private static AppRole read(ResultSet row, StatementContext context) throws SQLException {
        return new AppRole(
                row.getString("id"),
                row.getString("group_id"),
                row.getString("role_key"),
                row.getString("name"),
                row.getString("description"),
                Columns.texts(row, "perms"),
                Columns.texts(row, "view_tags"),
                Columns.texts(row, "update_tags"),
                Stamps.read(row));
    }
}
