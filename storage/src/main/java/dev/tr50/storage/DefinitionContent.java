package dev.tr50.storage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a thing definition says, as whoever writes it says it.
 *
 * @param name for people
 * @param autoDefProps whether a property that is not defined is defined when it is first published
 * @param autoDefAttrs whether an attribute that is not defined is defined when it is first published
 * @param properties by key
 * @param attributes by key
 * @param alarms by key
 * @param methods by key
 * @param locations how locations are treated; null when nothing is said of them
 * @param kept what is given back as it came
 */
public record DefinitionContent(
        String name,
        boolean autoDefProps,
        boolean autoDefAttrs,
        SortedMap<String, PropertyDefinition> properties,
        SortedMap<String, AttributeDefinition> attributes,
        SortedMap<String, AlarmDefinition> alarms,
        SortedMap<String, MethodDefinition> methods,
        LocationDefinition locations,
        Kept kept) {

    /**
     * JSON that clients store with a definition, each null when absent. Nothing is done with it.
     *
     * @param secTags security tags
     */
    public record Kept(String tunnels, String tunnelAdHoc, String controlTags, String secTags) {

        /** None of it. */
        public static final Kept NOTHING = new Kept(null, null, null, null);
    }

    public DefinitionContent {
        properties = sorted(properties);
        attributes = sorted(attributes);
        alarms = sorted(alarms);
        methods = sorted(methods);
    }

    /** A definition without keys. */
    public static DefinitionContent empty(String name, boolean autoDefine) {
        return new DefinitionContent(
                name,
                autoDefine,
                autoDefine,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                null,
                Kept.NOTHING);
    }

    /** How many keys it has. */
    public int keys() {
        return properties.size() + attributes.size() + alarms.size() + methods.size();
    }

    /** The same with other keys. */
    public DefinitionContent withSections(
            SortedMap<String, PropertyDefinition> newProperties,
            SortedMap<String, AttributeDefinition> newAttributes,
            SortedMap<String, AlarmDefinition> newAlarms,
            SortedMap<String, MethodDefinition> newMethods) {
        return new DefinitionContent(
                name, autoDefProps, autoDefAttrs, newProperties, newAttributes, newAlarms, newMethods, locations, kept);
    }

    private static <V> SortedMap<String, V> sorted(SortedMap<String, V> entries) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
}
