package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The programs that things connect with. */
public final class Apps {

    private static final String SELECT =
            "SELECT id, group_id, name, token_hash, auto_reg_def_key, auto_reg_tags, role FROM apps ";

    private final Database database;

    Apps(Database database) {
        this.database = database;
    }

    /**
     * A new app.
     *
     * @param tokenHash SHA-256 of its token in hex
     * @param autoRegDefKey definition of the things it registers; null when it registers none
     * @throws AlreadyExistsException when the group has an app with this name
     */
    public App create(
            String groupId, String name, String tokenHash, String autoRegDefKey, List<String> autoRegTags, Role role) {
        App app = new App(ObjectId.next(), groupId, name, tokenHash, autoRegDefKey, autoRegTags, role);
        return database.create("An app \"" + name + "\" exists", handle -> {
            var insert = handle.createUpdate("""
                            INSERT INTO apps (id, group_id, name, token_hash, auto_reg_def_key, auto_reg_tags, role)
                            VALUES (:id, :group, :name, :hash, :defKey, :tags, :role)
                            """)
                    .bind("id", app.id())
                    .bind("group", groupId)
                    .bind("name", name)
                    .bind("hash", tokenHash)
                    .bind("defKey", autoRegDefKey)
                    .bind("role", role.name());
            Database.bindTexts(insert, "tags", app.autoRegTags()).execute();
            return app;
        });
    }

    /** The app with this id. */
    public Optional<App> findById(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(Apps::read)
                .findOne());
    }

    /** The app whose token has this SHA-256. */
    public Optional<App> findByTokenHash(String tokenHash) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE token_hash = :hash")
                .bind("hash", tokenHash)
                .map(Apps::read)
                .findOne());
    }

    /** The apps of a group, by name. */
    public List<App> ofGroup(String groupId) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE group_id = :group ORDER BY name")
                .bind("group", groupId)
                .map(Apps::read)
                .list());
    }

    private static App read(ResultSet row, StatementContext context) throws SQLException {
        return new App(
                row.getString("id"),
                row.getString("group_id"),
                row.getString("name"),
                row.getString("token_hash"),
                row.getString("auto_reg_def_key"),
                Columns.texts(row, "auto_reg_tags"),
                Role.valueOf(row.getString("role")));
    }
}
