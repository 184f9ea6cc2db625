package dev.tr50.gateway.role;

import dev.tr50.gateway.dispatch.Rights;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A role, as it is told. */
public record RoleShown(
        @Describe("Id of the role: what app.create takes in roles.")
        String id,

        @Describe("Its key.") String key,
        @Describe("Id of the group.") String orgId,
        @Describe("Its name.") String name,
        @Describe("Description for people.") Optional<String> desc,
        @Describe("Services and commands that it allows.") List<String> perms,
        @Describe("Security tags of what may be seen.") List<String> viewTags,
        @Describe("Security tags of what may be changed.") List<String> updateTags,
        @Describe("Whether it is the same in every group.") boolean readOnly,
        @Describe("Who made it.") Optional<String> createdBy,
        @Describe("When it was made.") Optional<Instant> createdOn,
        @Describe("Who changed it last.") Optional<String> updatedBy,
        @Describe("When it was changed last.") Optional<Instant> updatedOn) {

    static RoleShown of(AppRole role) {
        return new RoleShown(
                role.id(),
                role.key(),
                role.groupId(),
                role.name(),
                Optional.ofNullable(role.desc()),
                role.perms(),
                role.viewTags(),
                role.updateTags(),
                false,
                Optional.of(role.stamps().createdBy()),
                Optional.of(role.stamps().createdOn()),
                Optional.of(role.stamps().updatedBy()),
                Optional.of(role.stamps().updatedOn()));
    }

    /** One that every group has, with all the commands that it allows. */
    static RoleShown of(Role role, String groupId, List<? extends Signature<?, ?>> commands) {
        Rights rights = Rights.of(role);
        return new RoleShown(
                role.id(),
                role.key(),
                groupId,
                role.key(),
                Optional.empty(),
                commands.stream()
                        .filter(rights::allowThings)
                        .map(Signature::name)
                        .sorted()
                        .toList(),
                List.of(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
