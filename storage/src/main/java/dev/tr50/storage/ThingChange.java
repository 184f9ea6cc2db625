package dev.tr50.storage;

import java.util.List;
import java.util.Set;

/**
 * What is to be changed of a thing.
 *
 * @param name null to leave it
 * @param desc null to leave it
 * @param tags null to leave them, otherwise all it is to have
 * @param secTags null to leave them, otherwise all it is to have
 * @param identifiers null members are left
 * @param locEnabled null to leave it
 * @param unset what it is to have no longer; comes before the others
 */
public record ThingChange(
        String name,
        String desc,
        List<String> tags,
        List<String> secTags,
        Identifiers identifiers,
        Boolean locEnabled,
        Set<Unset> unset) {

    /** What a thing can do without. */
    public enum Unset {
        DESC,
        TAGS,
        SEC_TAGS,
        ICCID,
        ESN,
        IMEI,
        MEID,
        IMSI,
        APP_ID
    }

    public ThingChange {
        unset = Set.copyOf(unset);
    }

    /** Other tags of a kind and nothing else. */
    public static ThingChange tags(TagKind kind, List<String> tags) {
        return new ThingChange(
                null,
                null,
                kind == TagKind.TAG ? tags : null,
                kind == TagKind.SEC_TAG ? tags : null,
                Identifiers.NONE,
                null,
                Set.of());
    }

    String text(Unset field, String changed, String old) {
        return unset.contains(field) ? null : changed == null ? old : changed;
    }

    List<String> texts(Unset field, List<String> changed, List<String> old) {
        return unset.contains(field) ? List.of() : changed == null ? old : changed;
    }
}
