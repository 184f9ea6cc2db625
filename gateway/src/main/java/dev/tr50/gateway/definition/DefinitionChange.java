package dev.tr50.gateway.definition;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlarmDefinition;
import dev.tr50.storage.AttributeDefinition;
import dev.tr50.storage.DefinitionContent;
import dev.tr50.storage.DefinitionContent.Kept;
import dev.tr50.storage.LocationDefinition;
import dev.tr50.storage.MethodDefinition;
import dev.tr50.storage.PropertyDefinition;
import java.util.SortedMap;

/**
 * What a client writes of a definition. Every member that is null was not sent; a section that was sent replaces the one that is
 * there, entry for entry. The names are those of the exported definitions that device-cloud-python brings along.
 */
record DefinitionChange(
        String name,
        Boolean autoDefProps,
        Boolean autoDefAttrs,
        SortedMap<String, PropertyDefinition> properties,
        SortedMap<String, AttributeDefinition> attributes,
        SortedMap<String, AlarmDefinition> alarms,
        SortedMap<String, MethodDefinition> methods,
        LocationDefinition locations,
        Kept kept) {

    private static final Param<String> NAME = DefinitionTexts.text("name", "Name for people.");
    private static final Param<Boolean> AUTO_DEF_PROPS = Param.flag(
                    "autoDefProps",
                    "Whether a property that is not defined is defined when it is first published; otherwise it is refused.")
            .defaultsTo(null);
    private static final Param<Boolean> AUTO_DEF_ATTRS = Param.flag(
                    "autoDefAttrs",
                    "Whether an attribute that is not defined is defined when it is first published; otherwise it is refused.")
            .defaultsTo(null);
    private static final Param<SortedMap<String, PropertyDefinition>> PROPERTIES =
            Param.objectsByKey("properties", "The properties by key.", DataKey::valid, DefinitionEntries::property);
    private static final Param<SortedMap<String, AttributeDefinition>> ATTRIBUTES =
            Param.objectsByKey("attributes", "The attributes by key.", DataKey::valid, DefinitionEntries::attribute);
    private static final Param<SortedMap<String, AlarmDefinition>> ALARMS =
            Param.objectsByKey("alarms", "The alarms by key.", DataKey::valid, DefinitionEntries::alarm);
    private static final Param<SortedMap<String, MethodDefinition>> METHODS =
            Param.objectsByKey("methods", "The methods by name.", DataKey::valid, DefinitionEntries::method);
    private static final Param<LocationDefinition> LOCATIONS =
            Param.object("locations", "How locations are treated.", DefinitionEntries::locations);
    private static final Param<String> TUNNELS =
            DefinitionTexts.kept(Param.json("tunnels", "Kept and given back, without effect."));
    private static final Param<String> TUNNEL_AD_HOC =
            DefinitionTexts.kept(Param.json("tunnelAdHoc", "Kept and given back, without effect."));
    private static final Param<String> CONTROL_TAGS =
            DefinitionTexts.kept(Param.json("controlTags", "Kept and given back, without effect."));
    private static final Param<String> SEC_TAGS =
            DefinitionTexts.kept(Param.json("secTags", "Kept and given back, without effect."));

    static DefinitionChange from(Arguments arguments) {
        return new DefinitionChange(
                arguments.get(NAME),
                arguments.get(AUTO_DEF_PROPS),
                arguments.get(AUTO_DEF_ATTRS),
                arguments.get(PROPERTIES),
                arguments.get(ATTRIBUTES),
                arguments.get(ALARMS),
                arguments.get(METHODS),
                arguments.get(LOCATIONS),
                new Kept(
                        arguments.get(TUNNELS),
                        arguments.get(TUNNEL_AD_HOC),
                        arguments.get(CONTROL_TAGS),
                        arguments.get(SEC_TAGS)));
    }

    DefinitionContent applied(DefinitionContent old) {
        Kept had = old.kept();
        return new DefinitionContent(
                or(name, old.name()),
                or(autoDefProps, old.autoDefProps()),
                or(autoDefAttrs, old.autoDefAttrs()),
                or(properties, old.properties()),
                or(attributes, old.attributes()),
                or(alarms, old.alarms()),
                or(methods, old.methods()),
                or(locations, old.locations()),
                new Kept(
                        or(kept.tunnels(), had.tunnels()),
                        or(kept.tunnelAdHoc(), had.tunnelAdHoc()),
                        or(kept.controlTags(), had.controlTags()),
                        or(kept.secTags(), had.secTags())));
    }

    private static <T> T or(T sent, T old) {
        return sent == null ? old : sent;
    }
}
