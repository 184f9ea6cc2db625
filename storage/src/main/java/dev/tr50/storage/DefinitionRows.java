package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** A thing definition as a row, without its keys. */
final class DefinitionRows {

    private static final String SELECT = """
            SELECT id, group_id, def_key, name, version, auto_def_props, auto_def_attrs, ignored_fix_types, no_decode,
                tunnels, tunnel_ad_hoc, control_tags, sec_tags, created_by, created_on, updated_by, updated_on
            FROM thing_definitions
            """;

    private DefinitionRows() {}

    static void insert(Handle handle, ThingDefinition definition) {
        bindContent(handle.createUpdate("""
                        INSERT INTO thing_definitions (id, group_id, def_key, name, version, auto_def_props, auto_def_attrs,
                            ignored_fix_types, no_decode, tunnels, tunnel_ad_hoc, control_tags, sec_tags,
                            created_by, created_on, updated_by, updated_on)
                        VALUES (:id, :group, :key, :name, :version, :props, :attrs,
                            :ignored, :noDecode, :tunnels, :tunnelAdHoc, :controlTags, :secTags, :by, :now, :by, :now)
                        """), definition)
                .bind("group", definition.groupId())
                .bind("key", definition.key())
                .execute();
    }

    /** Whether the definition was there. */
    static boolean update(Handle handle, ThingDefinition definition) {
        return bindContent(handle.createUpdate("""
                                UPDATE thing_definitions SET name = :name, version = :version,
                                    auto_def_props = :props, auto_def_attrs = :attrs,
                                    ignored_fix_types = :ignored, no_decode = :noDecode, tunnels = :tunnels,
                                    tunnel_ad_hoc = :tunnelAdHoc, control_tags = :controlTags, sec_tags = :secTags,
                                    updated_by = :by, updated_on = :now
                                WHERE id = :id
                                """), definition).execute() == 1;
    }

    private static <S extends SqlStatement<S>> S bindContent(S statement, ThingDefinition definition) {
        DefinitionContent content = definition.content();
        LocationDefinition locations = content.locations();
        statement
                .bind("id", definition.id())
                .bind("name", content.name())
                .bind("version", definition.version())
                .bind("props", content.autoDefProps())
                .bind("attrs", content.autoDefAttrs())
                .bind("noDecode", locations != null && locations.noDecode())
                .bind("tunnels", content.kept().tunnels())
                .bind("tunnelAdHoc", content.kept().tunnelAdHoc())
                .bind("controlTags", content.kept().controlTags())
                .bind("secTags", content.kept().secTags())
                .bind("by", definition.updatedBy())
                .bind("now", definition.updatedOn().toEpochMilli());
        if (locations == null) {
            return statement.bindNull("ignored", Types.ARRAY);
        }
        return Database.bindTexts(statement, "ignored", locations.ignoreFixTypes());
    }

    static Optional<ThingDefinition> find(Handle handle, String groupId, String key) {
        return handle.createQuery(SELECT + "WHERE group_id = :group AND def_key = :key")
                .bind("group", groupId)
                .bind("key", key)
                .map(DefinitionRows::read)
                .findOne()
                .map(definition -> withKeys(handle, definition));
    }

    private static ThingDefinition withKeys(Handle handle, ThingDefinition bare) {
        DefinitionContent content = bare.content();
        for (DefinitionKeys<?> kind : DefinitionKeys.ALL) {
            content = kind.read(handle, bare.id(), content);
        }
        return new ThingDefinition(
                bare.id(),
                bare.groupId(),
                bare.key(),
                bare.version(),
                content,
                bare.createdBy(),
                bare.createdOn(),
                bare.updatedBy(),
                bare.updatedOn());
    }

    static void delete(Handle handle, String id) {
        DefinitionKeys.ALL.forEach(kind -> kind.delete(handle, id));
        handle.createUpdate("DELETE FROM thing_definitions WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** A definition without its keys. */
    private static ThingDefinition read(ResultSet row, StatementContext context) throws SQLException {
        List<String> ignored =
                row.getArray("ignored_fix_types") == null ? null : Columns.texts(row, "ignored_fix_types");
        DefinitionContent empty = DefinitionContent.empty(row.getString("name"), false);
        return new ThingDefinition(
                row.getString("id"),
                row.getString("group_id"),
                row.getString("def_key"),
                row.getInt("version"),
                new DefinitionContent(
                        row.getString("name"),
                        row.getBoolean("auto_def_props"),
                        row.getBoolean("auto_def_attrs"),
                        empty.properties(),
                        empty.attributes(),
                        empty.alarms(),
                        empty.methods(),
                        ignored == null ? null : new LocationDefinition(ignored, row.getBoolean("no_decode")),
                        new DefinitionContent.Kept(
                                row.getString("tunnels"),
                                row.getString("tunnel_ad_hoc"),
                                row.getString("control_tags"),
                                row.getString("sec_tags"))),
                row.getString("created_by"),
                Columns.instant(row, "created_on"),
                row.getString("updated_by"),
                Columns.instant(row, "updated_on"));
    }
}
