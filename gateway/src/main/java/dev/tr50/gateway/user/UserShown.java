package dev.tr50.gateway.user;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.User;
import java.util.Optional;

/** A user, as it is told. */
public record UserShown(
        @Describe("Id of the user.") String id,
        @Describe("E-mail address.") String emailAddress,

        @Describe(
                "Id of the group that its sessions begin in; of the user who asks, of the one that the session works in.")
        Optional<String> defaultOrgId,

        @Describe("Always empty: names of people are not kept.")
        String firstName,

        @Describe("Always empty.") String lastName,
        @Describe("Whether it is root.") boolean isSuperAdmin,
        @Describe("The same.") boolean isSuperOps) {

    static UserShown of(User user, String groupId) {
        return new UserShown(
                user.id(), user.email(), Optional.ofNullable(groupId), "", "", user.isRoot(), user.isRoot());
    }
}
