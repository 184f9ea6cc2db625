package dev.tr50.storage;

import java.util.List;

/**
 * A program that things connect with.
 *
 * @param name unique in the group
 * @param tokenHash SHA-256 of its token in hex
 * @param autoRegDefKey definition given to things it registers, or null when it registers none
 * @param autoRegTags tags given to things it registers
 * @param role what its things may do with files of the group
 */
public record App(
        String id,
        String groupId,
        String name,
        String tokenHash,
        String autoRegDefKey,
        List<String> autoRegTags,
        Role role) {

    public App {
        autoRegTags = List.copyOf(autoRegTags);
    }
}
