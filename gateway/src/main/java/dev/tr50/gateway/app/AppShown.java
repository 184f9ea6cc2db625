package dev.tr50.gateway.app;

import dev.tr50.protocol.Describe;
import dev.tr50.storage.App;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An application, as it is told. Its token is kept as a hash only and cannot be told. */
public record AppShown(
        @Describe("Id of the application.") String id,
        @Describe("Its name.") String name,
        @Describe("Description for people.") Optional<String> desc,

        @Describe(
                "Id of the thing definition of things that register themselves; absent when unknown things are not let in.")
        Optional<String> autoRegThingDefId,

        @Describe("Tags of things that register themselves.")
        List<String> autoRegTags,

        @Describe("Security tags of things that register themselves.")
        List<String> autoRegSecTags,

        @Describe("Ids of its roles.") List<String> roles,
        @Describe("Always false.") boolean isSuperAdmin,
        @Describe("Always false.") boolean isSuperOps,

        @Describe("Whether its things administer the group.")
        boolean isOrgAdmin,

        @Describe("Whether they are kept to themselves all the same.")
        boolean restrictAccessToSelf,

        @Describe("Who made it.") String createdBy,
        @Describe("When it was made.") Instant createdOn,
        @Describe("Who changed it last.") String updatedBy,
        @Describe("When it was changed last.") Instant updatedOn) {

    static AppShown of(App app) {
        return new AppShown(
                app.id(),
                app.name(),
                Optional.ofNullable(app.desc()),
                Optional.ofNullable(app.autoRegDefId()),
                app.autoRegTags(),
                app.autoRegSecTags(),
                app.roleIds(),
                false,
                false,
                app.isOrgAdmin(),
                app.isRestrictedToSelf(),
                app.stamps().createdBy(),
                app.stamps().createdOn(),
                app.stamps().updatedBy(),
                app.stamps().updatedOn());
    }
}
