package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.Scope;
import dev.tr50.storage.User;

/** Whose files a request reaches: a thing's own, or those of a group. Blocks; for worker threads. */
final class Access {
    private final HttpIdentity identity;
    private final Groups groups;
    private final Role readRole;

    /** @param readRole from which on a user reads the files of a group */
    Access(HttpIdentity identity, Groups groups, Role readRole) {
        this.identity = identity;
        this.groups = groups;
        this.readRole = readRole;
    }

    /**
     * The scope to read from.
     *
     * @param authorization the value of the header, or null
     * @throws HttpRefused when nobody is named, or who is named may not
     */
    Scope toRead(Target target, String authorization) {
        return scope(target, authorization, readRole);
    }

    /** The same, for changes. */
    Scope toChange(Target target, String authorization) {
        return scope(target, authorization, Role.EDITOR);
    }

    private Scope scope(Target target, String authorization, Role atLeast) {
        return switch (target.whose()) {
            case THING -> identity.thing(authorization).scope();
            case GROUP -> ofGroup(target.groupId(), authorization, atLeast);
            case GROUP_OF_THING ->
                groups.findById(identity.thing(authorization).groupId())
                        .orElseThrow(HttpRefused::notFound)
                        .scope();
        };
    }

    private Scope ofGroup(String groupId, String authorization, Role atLeast) {
        User user = identity.user(authorization);
        if (groupId.isEmpty()) {
            throw HttpRefused.with(400, "missing group id");
        }
        return identity.group(user, groupId, atLeast).scope();
    }
}
