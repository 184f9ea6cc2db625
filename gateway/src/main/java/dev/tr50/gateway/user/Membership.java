package dev.tr50.gateway.user;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import java.util.List;

/** What a user is in a group. */
public record Membership(
        @Describe("Id of the group.") String orgId,
        @Describe("Its key.") String orgKey,

        @Describe("Whether the user is admin or owner there.")
        boolean isOrgAdmin,

        @Describe("Ids of its roles there.") List<String> roles,
        @Describe("Always empty.") List<String> tags,

        @Describe("Always false: groups do not hold groups.")
        boolean allowSubOrgAccess) {

    static Membership of(Group group, Role role) {
        return new Membership(group.id(), group.key(), role.atLeast(Role.ADMIN), List.of(role.id()), List.of(), false);
    }
}
