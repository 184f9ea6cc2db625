package dev.tr50.storage;

/** The order of a list of thing definitions. */
public record DefinitionSort(Field field, boolean descending) {

    /** By name. */
    public static final DefinitionSort BY_NAME = new DefinitionSort(Field.NAME, false);

    /** What definitions are ordered by; those that are equal follow each other by key. */
    public enum Field {
        NAME("name"),
        KEY("def_key"),
        VERSION("version"),
        CREATED_ON("created_on"),
        UPDATED_ON("updated_on");

        private final String column;

        Field(String column) {
            this.column = column;
        }
    }

    String orderBy() {
        return "ORDER BY " + field.column + (descending ? " DESC" : "") + ", def_key";
    }
}
