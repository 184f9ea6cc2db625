package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The keys of one kind that a definition has, a row each.
 *
 * @param section the same keys in memory
 * @param columns beside id and key, in the order in which SQL names them; a value is bound by its column's name
 */
record DefinitionKeys<V>(
        String table, Section<V> section, List<String> columns, BiConsumer<PreparedBatch, V> binder, Reader<V> reader) {

    /** Where the keys are in the content of a definition. */
    record Section<V>(Function<DefinitionContent, SortedMap<String, V>> entries, With<V> with) {}

    @FunctionalInterface
    interface With<V> {
        DefinitionContent with(DefinitionContent content, SortedMap<String, V> entries);
    }

    @FunctionalInterface
    interface Reader<V> {
        V read(ResultSet row) throws SQLException;
    }

    static final DefinitionKeys<PropertyDefinition> PROPERTIES = new DefinitionKeys<>(
            "property_definitions",
            new Section<>(
                    DefinitionContent::properties,
                    (c, now) -> c.withSections(now, c.attributes(), c.alarms(), c.methods())),
            List.of("name", "unit", "prefix", "suffix", "calc_aggregates", "de_duplicate", "searchable", "scale"),
            (row, property) -> row.bind("name", property.name())
                    .bind("unit", property.unit())
                    .bind("prefix", property.prefix())
                    .bind("suffix", property.suffix())
                    .bind("calc_aggregates", property.calcAggregates())
                    .bind("de_duplicate", property.deDuplicate())
                    .bind("searchable", property.searchable())
                    .bind("scale", property.scale()),
            row -> new PropertyDefinition(
                    row.getString("name"),
                    row.getString("unit"),
                    row.getString("prefix"),
                    row.getString("suffix"),
                    row.getBoolean("calc_aggregates"),
                    row.getBoolean("de_duplicate"),
                    row.getBoolean("searchable"),
                    row.getString("scale")));

    static final DefinitionKeys<AttributeDefinition> ATTRIBUTES = new DefinitionKeys<>(
            "attribute_definitions",
            new Section<>(
                    DefinitionContent::attributes,
                    (c, now) -> c.withSections(c.properties(), now, c.alarms(), c.methods())),
            List.of("name", "default_value", "searchable"),
            (row, attribute) -> row.bind("name", attribute.name())
                    .bind("default_value", attribute.defaultValue())
                    .bind("searchable", attribute.searchable()),
            row -> new AttributeDefinition(
                    row.getString("name"), row.getString("default_value"), row.getBoolean("searchable")));

    static final DefinitionKeys<AlarmDefinition> ALARMS = new DefinitionKeys<>(
            "alarm_definitions",
            new Section<>(
                    DefinitionContent::alarms,
                    (c, now) -> c.withSections(c.properties(), c.attributes(), now, c.methods())),
            List.of("name", "state_names", "state_colors", "searchable"),
            (row, alarm) -> {
                row.bind("name", alarm.name()).bind("searchable", alarm.searchable());
                Database.bindTexts(row, "state_names", names(alarm));
                Database.bindTexts(row, "state_colors", colors(alarm));
            },
            row -> new AlarmDefinition(
                    row.getString("name"),
                    states(Columns.texts(row, "state_names"), Columns.texts(row, "state_colors")),
                    row.getBoolean("searchable")));

    static final DefinitionKeys<MethodDefinition> METHODS = new DefinitionKeys<>(
            "method_definitions",
            new Section<>(
                    DefinitionContent::methods,
                    (c, now) -> c.withSections(c.properties(), c.attributes(), c.alarms(), now)),
            List.of(
                    "name",
                    "description",
                    "handler",
                    "default_ack_timeout",
                    "tags",
                    "notification_variables",
                    "completion_variables"),
            (row, method) -> {
                row.bind("name", method.name())
                        .bind("description", method.description())
                        .bind("handler", method.handler())
                        .bind("default_ack_timeout", method.defaultAckTimeout())
                        .bind("notification_variables", method.notificationVariables())
                        .bind("completion_variables", method.completionVariables());
                Database.bindTexts(row, "tags", method.tags());
            },
            row -> new MethodDefinition(
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("handler"),
                    row.getObject("default_ack_timeout", Integer.class),
                    Columns.texts(row, "tags"),
                    row.getString("notification_variables"),
                    row.getString("completion_variables")));

    static final List<DefinitionKeys<?>> ALL = List.of(PROPERTIES, ATTRIBUTES, ALARMS, METHODS);

    private static List<String> names(AlarmDefinition alarm) {
        return alarm.states().stream().map(AlarmDefinition.State::name).toList();
    }

    private static List<String> colors(AlarmDefinition alarm) {
        return alarm.states().stream().map(AlarmDefinition.State::color).collect(Collectors.toList());
    }

    private static List<AlarmDefinition.State> states(List<String> names, List<String> colors) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new AlarmDefinition.State(names.get(i), colors.get(i)))
                .toList();
    }

    /** The entries of this kind. */
    SortedMap<String, V> of(DefinitionContent content) {
        return section.entries().apply(content);
    }

    /** The same content with one entry more. */
    DefinitionContent with(DefinitionContent content, String key, V entry) {
        SortedMap<String, V> more = new TreeMap<>(of(content));
        more.put(key, entry);
        return section.with().with(content, more);
    }

    /** The same content with the entries that are stored. */
    DefinitionContent read(Handle handle, String definitionId, DefinitionContent content) {
        SortedMap<String, V> entries = new TreeMap<>();
        handle.createQuery("SELECT entry_key, " + String.join(", ", columns) + " FROM " + table
                        + " WHERE definition_id = :definition")
                .bind("definition", definitionId)
                .map((row, context) -> entries.put(row.getString("entry_key"), reader.read(row)))
                .forEach(replaced -> {});
        return section.with().with(content, entries);
    }

    void insert(Handle handle, String definitionId, DefinitionContent content) {
        insert(handle, definitionId, of(content));
    }

    void insert(Handle handle, String definitionId, String key, V entry) {
        insert(handle, definitionId, Map.of(key, entry));
    }

    private void insert(Handle handle, String definitionId, Map<String, V> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO " + table + " (definition_id, entry_key, "
                + String.join(", ", columns) + ") VALUES (:definition, :key, "
                + columns.stream().map(":"::concat).collect(Collectors.joining(", ")) + ")");
        entries.forEach((key, entry) -> {
            batch.bind("definition", definitionId).bind("key", key);
            binder.accept(batch, entry);
            batch.add();
        });
        batch.execute();
    }

    /** Writes what the new content has more or otherwise, and deletes what it lacks. */
    void replace(Handle handle, String definitionId, DefinitionContent old, DefinitionContent now) {
        Map<String, V> had = of(old);
        Map<String, V> fresh = new TreeMap<>(of(now));
        fresh.entrySet().removeIf(entry -> entry.getValue().equals(had.get(entry.getKey())));
        List<String> stale = had.keySet().stream()
                .filter(key -> !of(now).containsKey(key) || fresh.containsKey(key))
                .toList();
        delete(handle, definitionId, stale);
        insert(handle, definitionId, fresh);
    }

    private void delete(Handle handle, String definitionId, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("DELETE FROM " + table + " WHERE definition_id = :definition AND entry_key = :key");
        keys.forEach(
                key -> batch.bind("definition", definitionId).bind("key", key).add());
        batch.execute();
    }

    void delete(Handle handle, String definitionId) {
        handle.createUpdate("DELETE FROM " + table + " WHERE definition_id = :definition")
                .bind("definition", definitionId)
                .execute();
    }
}
