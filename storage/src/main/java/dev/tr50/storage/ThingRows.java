package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** A thing as a row. */
final class ThingRows {

    static final String SELECT = """
            SELECT id, group_id, thing_key, name, description, def_key, tags, sec_tags, iccid, esn, imei, meid, imsi,
                created_by, created_on, updated_by, updated_on, last_seen, app_id, scope_id, secret_hash
            FROM things
            """;

    private ThingRows() {}

    static void insert(Handle handle, Thing thing) {
        var insert = handle.createUpdate("""
                        INSERT INTO things (id, group_id, thing_key, name, description, def_key, tags, sec_tags,
                            iccid, esn, imei, meid, imsi,
                            created_by, created_on, updated_by, updated_on, app_id, scope_id, secret_hash)
                        VALUES (:id, :group, :key, :name, :desc, :defKey, :tags, :secTags,
                            :iccid, :esn, :imei, :meid, :imsi,
                            :createdBy, :createdOn, :updatedBy, :updatedOn, :appId, :scope, :secretHash)
                        """)
                .bind("id", thing.id())
                .bind("group", thing.groupId())
                .bind("key", thing.key())
                .bind("name", thing.name())
                .bind("desc", thing.desc())
                .bind("defKey", thing.defKey())
                .bind("iccid", thing.identifiers().iccid())
                .bind("esn", thing.identifiers().esn())
                .bind("imei", thing.identifiers().imei())
                .bind("meid", thing.identifiers().meid())
                .bind("imsi", thing.identifiers().imsi())
                .bind("createdBy", thing.createdBy())
                .bind("createdOn", thing.createdOn().toEpochMilli())
                .bind("updatedBy", thing.updatedBy())
                .bind("updatedOn", thing.updatedOn().toEpochMilli())
                .bind("appId", thing.appId())
                .bind("scope", thing.scope().id())
                .bind("secretHash", thing.secretHash());
        Database.bindTexts(insert, "tags", thing.tags());
        Database.bindTexts(insert, "secTags", thing.secTags());
        insert.execute();
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
                row.getString("secret_hash"));
    }
}
