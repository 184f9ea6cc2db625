package dev.tr50.storage;

import dev.tr50.storage.ThingChange.Unset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** A thing as a row. */
final class ThingRows {

    static final String COLUMNS = """
            SELECT id, group_id, thing_key, name, description, def_key, tags, sec_tags, iccid, esn, imei, meid, imsi,
                created_by, created_on, updated_by, updated_on, last_seen, app_id, scope_id, secret_hash, external_key_hash,
                loc_enabled
            """;

    static final String SELECT = COLUMNS + "FROM things\n";

    static final String BY_KEY = SELECT + "WHERE group_id = ? AND thing_key = ?";

    private static final String BY_ID = SELECT + "WHERE id = ?";

    private static final String SQL_INSERT = """
            INSERT INTO things (id, group_id, thing_key, name, description, def_key, tags, sec_tags,
                iccid, esn, imei, meid, imsi,
                created_by, created_on, updated_by, updated_on, app_id, scope_id, secret_hash, external_key_hash,
                loc_enabled)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private ThingRows() {}

    static void insert(Handle handle, Thing thing) {
        PlainSql.update(
                handle,
                SQL_INSERT,
                thing.id(),
                thing.groupId(),
                thing.key(),
                thing.name(),
                thing.desc(),
                thing.defKey(),
                thing.tags().toArray(String[]::new),
                thing.secTags().toArray(String[]::new),
                thing.identifiers().iccid(),
                thing.identifiers().esn(),
                thing.identifiers().imei(),
                thing.identifiers().meid(),
                thing.identifiers().imsi(),
                thing.createdBy(),
                thing.createdOn().toEpochMilli(),
                thing.updatedBy(),
                thing.updatedOn().toEpochMilli(),
                thing.appId(),
                thing.scope().id(),
                thing.secretHash(),
                thing.externalKeyHash(),
                thing.locEnabled());
        ThingTagRows.insert(handle, thing);
        ThingCounts.added(handle, thing.groupId());
    }

    /** The last that there is of a thing: all that refers to it has gone before. */
    static void delete(Handle handle, Thing thing) {
        ThingTagRows.delete(handle, thing);
        PlainSql.update(handle, "DELETE FROM things WHERE id = ?", thing.id());
        ThingCounts.removed(handle, thing.groupId());
    }

    static void update(Handle handle, Thing old, ThingChange change, String by, long now) {
        Identifiers had = old.identifiers();
        Identifiers given = change.identifiers();
        var update = handle.createUpdate("""
                        UPDATE things SET name = :name, description = :desc, tags = :tags, sec_tags = :secTags,
                            iccid = :iccid, esn = :esn, imei = :imei, meid = :meid, imsi = :imsi,
                            app_id = :appId, loc_enabled = :locEnabled, updated_by = :by, updated_on = :now
                        WHERE id = :id
                        """)
                .bind("id", old.id())
                .bind("locEnabled", change.locEnabled() == null ? old.locEnabled() : change.locEnabled())
                .bind("name", change.name() == null ? old.name() : change.name())
                .bind("desc", change.text(Unset.DESC, change.desc(), old.desc()))
                .bind("iccid", change.text(Unset.ICCID, given.iccid(), had.iccid()))
                .bind("esn", change.text(Unset.ESN, given.esn(), had.esn()))
                .bind("imei", change.text(Unset.IMEI, given.imei(), had.imei()))
                .bind("meid", change.text(Unset.MEID, given.meid(), had.meid()))
                .bind("imsi", change.text(Unset.IMSI, given.imsi(), had.imsi()))
                .bind("appId", change.text(Unset.APP_ID, null, old.appId()))
                .bind("by", by)
                .bind("now", now);
        List<String> tags = change.texts(Unset.TAGS, change.tags(), old.tags());
        List<String> secTags = change.texts(Unset.SEC_TAGS, change.secTags(), old.secTags());
        Database.bindTexts(update, "tags", tags);
        Database.bindTexts(update, "secTags", secTags);
        update.execute();
        ThingTagRows.replace(handle, old, TagKind.TAG, tags);
        ThingTagRows.replace(handle, old, TagKind.SEC_TAG, secTags);
    }

    /** What tells which things a group has, and how many, when {@code old} has gone to another group. */
    static void move(Handle handle, Thing old, String groupId) {
        ThingTagRows.move(handle, old, groupId);
        ThingCounts.removed(handle, old.groupId());
        ThingCounts.added(handle, groupId);
    }

    /** Name, group, definition and keys as {@code changed} has them. */
    static void provision(Handle handle, Thing changed, String by, long now) {
        handle.createUpdate("""
                        UPDATE things SET name = :name, group_id = :group, def_key = :defKey,
                            secret_hash = :secretHash, external_key_hash = :externalKeyHash,
                            updated_by = :by, updated_on = :now
                        WHERE id = :id
                        """)
                .bind("id", changed.id())
                .bind("name", changed.name())
                .bind("group", changed.groupId())
                .bind("defKey", changed.defKey())
                .bind("secretHash", changed.secretHash())
                .bind("externalKeyHash", changed.externalKeyHash())
                .bind("by", by)
                .bind("now", now)
                .execute();
    }

    static Optional<Thing> find(Handle handle, String id) {
        return PlainSql.find(handle, BY_ID, row -> read(row, null), id);
    }

    static Thing read(ResultSet row, StatementContext context) throws SQLException {
        return new Thing(
                row.getString("id"),
                row.getString("group_id"),
                row.getString("thing_key"),
                row.getString("name"),
                row.getString("description"),
                row.getString("def_key"),
                Columns.texts(row, "tags"),
                Columns.texts(row, "sec_tags"),
                new Identifiers(
                        row.getString("iccid"),
                        row.getString("esn"),
                        row.getString("imei"),
                        row.getString("meid"),
                        row.getString("imsi")),
                row.getString("created_by"),
                Columns.instant(row, "created_on"),
                row.getString("updated_by"),
                Columns.instant(row, "updated_on"),
                Columns.instantOrNull(row, "last_seen"),
                row.getString("app_id"),
                new Scope(row.getLong("scope_id")),
                row.getString("secret_hash"),
                row.getString("external_key_hash"),
                row.getBoolean("loc_enabled"));
    }
}
