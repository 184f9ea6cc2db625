package dev.tr50.storage;

/**
 * What is known of a property of all things with one definition.
 *
 * @param name for people
 * @param unit of its numbers, or null
 * @param prefix shown before its numbers, or null
 * @param suffix shown after its numbers, or null
 * @param calcAggregates whether its numbers are summed up, as the platform's documentation has it
 * @param deDuplicate whether a second number of one time does not count
 * @param searchable whether things shall be found by it
 * @param scale what is applied to numbers before they are stored, or null
 */
public record PropertyDefinition(
        String name,
        String unit,
        String prefix,
        String suffix,
        boolean calcAggregates,
        boolean deDuplicate,
        boolean searchable,
        String scale) {

    /** A property of which nothing but its key is known. */
    public static PropertyDefinition named(String name) {
        return new PropertyDefinition(name, null, null, null, false, false, false, null);
    }
}
