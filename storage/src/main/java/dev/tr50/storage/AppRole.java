package dev.tr50.storage;

import java.util.List;

/**
 * A role that apps of a group may have: it names what their things may do.
 *
 * @param key unique in the group, and the key of no {@link Role}
 * @param name for people
 * @param desc for people; null for none
 * @param perms names of services and commands, opaque here
 * @param viewTags security tags of what may be seen, opaque here
 * @param updateTags security tags of what may be changed, opaque here
 */
public record AppRole(
        String id,
        String groupId,
        String key,
        String name,
        String desc,
        List<String> perms,
        List<String> viewTags,
        List<String> updateTags,
        Stamps stamps) {

    public AppRole {
        perms = List.copyOf(perms);
        viewTags = List.copyOf(viewTags);
        updateTags = List.copyOf(updateTags);
    }

    AppRole with(AppRoleChange change, Stamps now) {
        return new AppRole(
                id,
                groupId,
                key,
                change.name() == null ? name : change.name(),
                change.desc() == null ? desc : change.desc(),
                change.perms() == null ? perms : change.perms(),
                change.viewTags() == null ? viewTags : change.viewTags(),
                change.updateTags() == null ? updateTags : change.updateTags(),
                now);
    }
}
