package dev.tr50.storage;

import java.util.function.Function;

/** The order of a list of things. Those that are equal follow each other by key; nothing comes before something. */
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

    /** H2 reads from an index in order when the order names all of its columns. */
    String orderBy() {
        String nulls = !field.isNullable() ? "" : descending ? " NULLS LAST" : " NULLS FIRST";
        String ties = field == Field.KEY ? "" : ", thing_key";
        return " ORDER BY group_id, " + field.column + (descending ? " DESC" : "") + nulls + ties;
    }

    /** What holds for every thing, and has H2 take the index of the order where there is one. */
    String hint() {
        return switch (field) {
            case KEY, NAME, DEF_KEY -> descending ? "" : " AND " + field.column + " >= ''";
            case CREATED_ON -> descending ? "" : " AND created_on >= 0";
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
        if (place == null) {
            String behindNull = "(" + column + " IS NULL AND thing_key > :key)";
            return descending ? behindNull : "(" + behindNull + " OR " + column + " IS NOT NULL)";
        }
        if (field == Field.KEY) {
            return column + (descending ? " < :place" : " > :place");
        }
        if (!descending) {
            // The first half is for the index.
            return "(" + column + " >= :place AND (" + column + " > :place OR thing_key > :key))";
        }
        String further = column + " < :place OR (" + column + " = :place AND thing_key > :key)";
        return "(" + further + (field.isNullable() ? " OR " + column + " IS NULL)" : ")");
    }
}
