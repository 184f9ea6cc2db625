package dev.tr50.storage;

import java.util.List;

/**
 * A program that things connect with.
 *
 * @param name unique in the group
 * @param desc for people; null for none
 * @param tokenHash SHA-256 of its token in hex
 * @param autoRegDefKey definition given to things it registers, or null when it registers none
 * @param autoRegDefId id of that definition, or null
 * @param autoRegTags tags given to things it registers
 * @param autoRegSecTags security tags given to things it registers
 * @param role what its things may do when it has no {@code roleIds}
 * @param roleIds ids of roles of the group or of {@link Role}s; what each of them allows is allowed
 * @param isOrgAdmin whether its things may do in the group what an admin may
 * @param isRestrictedToSelf whether its things are kept to themselves, {@code isOrgAdmin} or not
 */
public record App(
        String id,
        String groupId,
        String name,
        String desc,
        String tokenHash,
        String autoRegDefKey,
        String autoRegDefId,
        List<String> autoRegTags,
        List<String> autoRegSecTags,
        Role role,
        List<String> roleIds,
        boolean isOrgAdmin,
        boolean isRestrictedToSelf,
        Stamps stamps) {

    public App {
        autoRegTags = List.copyOf(autoRegTags);
        autoRegSecTags = List.copyOf(autoRegSecTags);
        roleIds = List.copyOf(roleIds);
    }
}
