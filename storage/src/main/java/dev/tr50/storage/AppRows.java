package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Apps as rows. */
final class AppRows {

    private static final String SELECT = """
            SELECT a.id, a.group_id, a.name, a.description, a.token_hash, a.auto_reg_def_key, d.id AS auto_reg_def_id,
                a.auto_reg_tags, a.auto_reg_sec_tags, a.role, a.role_ids, a.is_org_admin, a.is_restricted,
                a.created_by, a.created_on, a.updated_by, a.updated_on
            FROM apps a
            LEFT JOIN thing_definitions d ON d.group_id = a.group_id AND d.def_key = a.auto_reg_def_key
            """;

    private static final String BY_ID = SELECT + "WHERE a.id = ?";

    private static final String BY_TOKEN = SELECT + "WHERE a.token_hash = ?";

    private AppRows() {}

    /** @param rest its definition is named by key */
    static void insert(
            Handle handle, String id, String groupId, String name, AppChange rest, Role role, Stamps stamps) {
        var insert = handle.createUpdate("""
                        INSERT INTO apps (id, group_id, name, description, token_hash, auto_reg_def_key, auto_reg_tags,
                            auto_reg_sec_tags, role, role_ids, is_org_admin, is_restricted,
                            created_by, created_on, updated_by, updated_on)
                        VALUES (:id, :group, :name, :desc, :token, :def, :tags,
                            :secTags, :role, :roles, :admin, :restricted, :by, :now, :by, :now)
                        """)
                .bind("id", id)
                .bind("group", groupId)
                .bind("name", name)
                .bind("desc", rest.desc())
                .bind("token", rest.tokenHash())
                .bind("def", nullIfEmpty(rest.autoRegDef()))
                .bind("role", role.name())
                .bind("admin", Boolean.TRUE.equals(rest.isOrgAdmin()))
                .bind("restricted", Boolean.TRUE.equals(rest.isRestrictedToSelf()))
                .bind("by", stamps.createdBy())
                .bind("now", stamps.createdOn().toEpochMilli());
        Database.bindTexts(insert, "tags", or(rest.autoRegTags(), List.of()));
        Database.bindTexts(insert, "secTags", or(rest.autoRegSecTags(), List.of()));
        Database.bindTexts(insert, "roles", or(rest.roleIds(), List.of())).execute();
    }

    /** @param change its definition is named by key */
    static void update(Handle handle, App old, AppChange change, Stamps stamps) {
        var update = handle.createUpdate("""
                        UPDATE apps SET description = :desc, token_hash = :token, auto_reg_def_key = :def,
                            auto_reg_tags = :tags, auto_reg_sec_tags = :secTags, role_ids = :roles,
                            is_org_admin = :admin, is_restricted = :restricted, updated_by = :by, updated_on = :now
                        WHERE id = :id
                        """)
                .bind("id", old.id())
                .bind("desc", or(change.desc(), old.desc()))
                .bind("token", or(change.tokenHash(), old.tokenHash()))
                .bind("def", nullIfEmpty(or(change.autoRegDef(), old.autoRegDefKey())))
                .bind("admin", or(change.isOrgAdmin(), old.isOrgAdmin()))
                .bind("restricted", or(change.isRestrictedToSelf(), old.isRestrictedToSelf()))
                .bind("by", stamps.updatedBy())
                .bind("now", stamps.updatedOn().toEpochMilli());
        Database.bindTexts(update, "tags", or(change.autoRegTags(), old.autoRegTags()));
        Database.bindTexts(update, "secTags", or(change.autoRegSecTags(), old.autoRegSecTags()));
        Database.bindTexts(update, "roles", or(change.roleIds(), old.roleIds())).execute();
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static String nullIfEmpty(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static boolean delete(Handle handle, String groupId, String id) {
        return handle.createUpdate("DELETE FROM apps WHERE id = :id AND group_id = :group")
                        .bind("id", id)
                        .bind("group", groupId)
                        .execute()
                == 1;
    }

    static Optional<App> find(Handle handle, String id) {
        return PlainSql.find(handle, BY_ID, row -> read(row, null), id);
    }

    static Optional<App> findByTokenHash(Handle handle, String tokenHash) {
        return PlainSql.find(handle, BY_TOKEN, row -> read(row, null), tokenHash);
    }

    static Optional<App> findByName(Handle handle, String groupId, String name) {
        return handle.createQuery(SELECT + "WHERE a.group_id = :group AND a.name = :name")
                .bind("group", groupId)
                .bind("name", name)
                .map(AppRows::read)
                .findOne();
    }

    /** By name. */
    static List<App> ofGroup(Handle handle, String groupId) {
        return handle.createQuery(SELECT + "WHERE a.group_id = :group ORDER BY a.name")
                .bind("group", groupId)
                .map(AppRows::read)
                .list();
    }

    static long count(Handle handle, String groupId) {
        return handle.createQuery("SELECT COUNT(*) FROM apps WHERE group_id = :group")
                .bind("group", groupId)
                .mapTo(Long.class)
                .one();
    }

    /** The key of the definition of a group that has this id, else of the one that has this key. */
    static Optional<String> definitionKey(Handle handle, String groupId, String idOrKey) {
        return handle.createQuery("""
                        SELECT def_key FROM thing_definitions
                        WHERE group_id = :group AND (id = :wanted OR def_key = :wanted)
                        ORDER BY CASE WHEN id = :wanted THEN 0 ELSE 1 END FETCH FIRST 1 ROW ONLY
                        """)
                .bind("group", groupId)
                .bind("wanted", idOrKey)
                .mapTo(String.class)
                .findOne();
    }

    private static App read(ResultSet row, StatementContext context) throws SQLException {
        return new App(
                row.getString("id"),
                row.getString("group_id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("token_hash"),
                row.getString("auto_reg_def_key"),
                row.getString("auto_reg_def_id"),
                Columns.texts(row, "auto_reg_tags"),
                Columns.texts(row, "auto_reg_sec_tags"),
                Role.valueOf(row.getString("role")),
                Columns.texts(row, "role_ids"),
                row.getBoolean("is_org_admin"),
                row.getBoolean("is_restricted"),
                Stamps.read(row));
    }
}
