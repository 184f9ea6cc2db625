package dev.tr50.storage;

import java.util.List;

/**
 * What is to be different about an app; null members stay as they are, and are absent from a new one.
 *
 * @param tokenHash SHA-256 of a new token in hex
 * @param autoRegDef id or key of a definition of the group; empty for none
 */
public record AppChange(
        String desc,
        String tokenHash,
        String autoRegDef,
        List<String> autoRegTags,
        List<String> autoRegSecTags,
        List<String> roleIds,
        Boolean isOrgAdmin,
        Boolean isRestrictedToSelf) {

    /** The same change with a new token, of which this is the SHA-256. */
    public AppChange withToken(String hash) {
        return new AppChange(
                desc, hash, autoRegDef, autoRegTags, autoRegSecTags, roleIds, isOrgAdmin, isRestrictedToSelf);
    }

    AppChange withDefinition(String key) {
        return new AppChange(
                desc, tokenHash, key, autoRegTags, autoRegSecTags, roleIds, isOrgAdmin, isRestrictedToSelf);
    }
}
