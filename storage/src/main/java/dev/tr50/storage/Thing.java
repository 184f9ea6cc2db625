package dev.tr50.storage;

import java.time.Instant;
import java.util.List;

/**
 * A device.
 *
 * @param key public identifier, unique in the group
 * @param desc description, or null
 * @param defKey key of the thing definition
 * @param createdBy who created the record, in words of the gateway
 * @param lastSeen when it was last connected, or null when it never was
 * @param appId the client id it was first seen with, or null
 * @param scope where its files are
 * @param secretHash SHA-256 of its secret in hex, or null when it has none
 * @param externalKeyHash SHA-256 of the key that somebody else gave it, in hex, or null when it has none
 * @param locEnabled whether it is to be located, as clients have it
 */
public record Thing(
        String id,
        String groupId,
        String key,
        String name,
        String desc,
        String defKey,
        List<String> tags,
        List<String> secTags,
        Identifiers identifiers,
        String createdBy,
        Instant createdOn,
        String updatedBy,
        Instant updatedOn,
        Instant lastSeen,
        String appId,
        Scope scope,
        String secretHash,
        String externalKeyHash,
        boolean locEnabled) {

    public Thing {
        tags = List.copyOf(tags);
        secTags = List.copyOf(secTags);
    }
}
