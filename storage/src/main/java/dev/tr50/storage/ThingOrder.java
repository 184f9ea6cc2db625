package dev.tr50.storage;

import java.util.function.Function;

/**
 * The order of a list of things. Those that are equal follow each other by key, in the same direction; nothing comes before something.
 */
public record ThingOrder(Field field, boolean descending) {

    /** What things are ordered by. */
    public enum Field {
        KEY("thing_key", Thing::key),
        NAME("name", Thing::name),
        ID("id", Thing::id),
        DEF_KEY("def_key", Thing::defKey),
        CREATED_ON("created_on", thing -> thing.createdOn().toEpochMilli()),
        UPDATED_ON("updated_on", thing -> thing.updatedOn().toEpochMilli()),
        LAST_SEEN(
                "last_seen",
                thing -> thing.lastSeen() == null ? null : thing.lastSeen().toEpochMilli()),
        ICCID("iccid", thing -> thing.identifiers().iccid()),
        ESN("esn", thing -> thing.identifiers().esn()),
        IMEI("imei", thing -> thing.identifiers().imei()),
        MEID("meid", thing -> thing.identifiers().meid()),
        IMSI("imsi", thing -> thing.identifiers().imsi());

        private final String column;
        private final Function<Thing, Object> value;

        Field(String column, Function<Thing, Object> value) {
            this.column = column;
            this.value = value;
        }

        private boolean isNullable() {
            return compareTo(LAST_SEEN) >= 0;
        }
    }

    /** H2 reads an index forwards or backwards when the order names all of its columns in one direction. */
    String orderBy() {
        String direction = descending ? " DESC" : "";
        String nulls = !field.isNullable() ? "" : descending ? " NULLS LAST" : " NULLS FIRST";
        String ties = field == Field.KEY ? "" : ", thing_key" + direction;
        return " ORDER BY group_id" + direction + ", " + field.column + direction + nulls + ties;
    }

    /** Whether there is an index in this order. */
    boolean isOfAnIndex() {
        return !hint().isEmpty();
    }

    /**
     * What holds for every thing, and has H2 take the index of the order where there is one. By definition H2 takes the index of the
     * foreign key, which knows no keys of things.
     */
    String hint() {
        return switch (field) {
            case KEY, NAME -> " AND " + field.column + " >= ''";
            case CREATED_ON -> " AND created_on >= 0";
            default -> "";
        };
    }

    /** By what the thing stands where it does; null when it has nothing of it. */
    Object place(Thing thing) {
        return field.value.apply(thing);
    }

    /** The condition that a thing comes behind one with the key {@code :key} whose place is {@code :place}, or null. */
    String behind(Object place) {
        String column = field.column;
        String beyond = descending ? " < " : " > ";
        if (field == Field.KEY) {
            return column + beyond + ":place";
        }
        if (place == null) {
            String behindNull = "(" + column + " IS NULL AND thing_key" + beyond + ":key)";
            return descending ? behindNull : "(" + behindNull + " OR " + column + " IS NOT NULL)";
        }
        String further = "(" + column + beyond + ":place OR thing_key" + beyond + ":key)";
        // The first half is for the index.
        String behind = "(" + column + (descending ? " <= " : " >= ") + ":place AND " + further + ")";
        return descending && field.isNullable() ? "(" + behind + " OR " + column + " IS NULL)" : behind;
    }
}
