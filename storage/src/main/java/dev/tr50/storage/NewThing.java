package dev.tr50.storage;

import java.util.List;

/**
 * What is needed to create a thing. {@link #named(String)} gives the smallest.
 *
 * @param key public identifier, unique in the group
 * @param desc description, or null
 * @param appId client id it was first seen with, or null
 * @param secretHash SHA-256 of its secret in hex, or null for none
 * @param externalKeyHash SHA-256 of the key that somebody else gave it, in hex, or null for none
 */
public record NewThing(
        String key,
        String name,
        String desc,
        String defKey,
        List<String> tags,
        List<String> secTags,
        Identifiers identifiers,
        String createdBy,
        String appId,
        String secretHash,
        String externalKeyHash) {

    public NewThing {
        tags = List.copyOf(tags);
        secTags = List.copyOf(secTags);
    }

    /** A thing named like its key, with the group's default definition and nothing else. */
    public static NewThing named(String key) {
        return new NewThing(
                key,
                key,
                null,
                Groups.DEFAULT_DEFINITION,
                List.of(),
                List.of(),
                Identifiers.NONE,
                key,
                null,
                null,
                null);
    }
}
