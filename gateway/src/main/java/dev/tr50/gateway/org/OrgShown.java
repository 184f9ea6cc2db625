package dev.tr50.gateway.org;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.Group;

/** A group, as it is told. */
public record OrgShown(
        @Describe("Id of the group.") String id,
        @Describe("Its key.") String key,
        @Describe("Its name.") String name,

        @Describe("Always false: groups do not hold groups.")
        boolean allowSubOrgs) {

    static OrgShown of(Group group) {
        return new OrgShown(group.id(), group.key(), group.name(), false);
    }
}
