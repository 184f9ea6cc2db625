package dev.tr50.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.Optional;

/** The thing definitions in use, and which thing has which, in bounded memory. */
final class DefinitionCache {

    /** Characters of all definitions that are kept; some 50 MB. */
    private static final long HEAVIEST = 16L << 20;

    /** Characters of a list of definitions that is in memory at once, unless a single one is longer. */
    static final long HEAVIEST_PAGE = 8L << 20;

    private static final int MOST_THINGS = 100_000;

    /** What an entry takes beside its texts, in characters. */
    private static final int ENTRY = 100;

    private record Place(String groupId, String key) {}

    private final Database database;
    private final Cache<Place, ThingDefinition> definitions = Caffeine.newBuilder()
            .maximumWeight(HEAVIEST)
            .weigher((Place place, ThingDefinition definition) -> weight(definition))
            .build();
    private final Cache<String, Place> things =
            Caffeine.newBuilder().maximumSize(MOST_THINGS).build();

    DefinitionCache(Database database) {
        this.database = database;
    }

    Optional<ThingDefinition> of(Thing thing) {
        return Optional.ofNullable(things.get(thing.id(), this::readPlace))
                .flatMap(place -> find(place.groupId(), place.key()));
    }

    private Place readPlace(String thingId) {
        return database.read(handle -> handle.createQuery("SELECT group_id, def_key FROM things WHERE id = :id")
                .bind("id", thingId)
                .map((row, context) -> new Place(row.getString("group_id"), row.getString("def_key")))
                .findOne()
                .orElse(null));
    }

    /** To be called after a thing has got another definition or another group. */
    void forgetThing(String thingId) {
        // Unlike invalidate, this waits for a reading that began before the change.
        things.asMap().computeIfPresent(thingId, (id, place) -> null);
    }

    Optional<ThingDefinition> find(String groupId, String key) {
        return Optional.ofNullable(definitions.get(
                new Place(groupId, key),
                place -> database.read(handle -> DefinitionRows.find(handle, groupId, key))
                        .orElse(null)));
    }

    void put(ThingDefinition definition) {
        definitions.put(new Place(definition.groupId(), definition.key()), definition);
    }

    void forget(ThingDefinition definition) {
        definitions.asMap().computeIfPresent(new Place(definition.groupId(), definition.key()), (place, old) -> null);
    }

    /** About as many characters as it has. */
    static int weight(ThingDefinition definition) {
        DefinitionContent content = definition.content();
        long weight = ENTRY;
        for (Map.Entry<String, PropertyDefinition> each : content.properties().entrySet()) {
            PropertyDefinition property = each.getValue();
            weight += ENTRY
                    + lengths(
                            each.getKey(),
                            property.name(),
                            property.unit(),
                            property.prefix(),
                            property.suffix(),
                            property.scale());
        }
        for (Map.Entry<String, AttributeDefinition> each : content.attributes().entrySet()) {
            AttributeDefinition attribute = each.getValue();
            weight += ENTRY + lengths(each.getKey(), attribute.name(), attribute.defaultValue());
        }
        for (Map.Entry<String, AlarmDefinition> each : content.alarms().entrySet()) {
            AlarmDefinition alarm = each.getValue();
            weight += ENTRY + lengths(each.getKey(), alarm.name());
            for (AlarmDefinition.State state : alarm.states()) {
                weight += ENTRY + lengths(state.name(), state.color());
            }
        }
        for (Map.Entry<String, MethodDefinition> each : content.methods().entrySet()) {
            MethodDefinition method = each.getValue();
            weight += ENTRY
                    + lengths(
                            each.getKey(),
                            method.name(),
                            method.description(),
                            method.notificationVariables(),
                            method.completionVariables());
            weight += lengths(method.tags().toArray(String[]::new));
        }
        DefinitionContent.Kept kept = content.kept();
        weight += lengths(kept.tunnels(), kept.tunnelAdHoc(), kept.controlTags(), kept.secTags());
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }

    private static int lengths(String... texts) {
        int length = 0;
        for (String text : texts) {
            length += text == null ? 0 : text.length();
        }
        return length;
    }
}
