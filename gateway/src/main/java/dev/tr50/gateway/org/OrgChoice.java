package dev.tr50.gateway.org;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.Optional;

/**
 * Which group a command is about; without a name, the one that the session works in. A group that the caller has nothing to do with
 * is not found, exactly as one that is not there.
 *
 * @param id null when absent
 * @param key null when absent
 */
public record OrgChoice(String id, String key) {
    private static final Param<String> ID = Param.string("id", "Id of the group.");
    private static final Param<String> KEY = Param.string("key", "Key of the group.");
    private static final Param<String> ORG_ID =
            Param.string("orgId", "Id of the group. Without it, the one that the session works in.");

    static OrgChoice from(Arguments arguments) {
        return new OrgChoice(arguments.get(ID), arguments.get(KEY));
    }

    /** As commands on users have it, by {@code orgId}. */
    public static OrgChoice ofUser(Arguments arguments) {
        return new OrgChoice(arguments.get(ORG_ID), null);
    }

    boolean isMade() {
        return id != null || key != null;
    }

    /** @throws CommandException when there is no such group, or the caller is no member of it and not root */
    public Group in(Groups groups, Users users, Caller caller) {
        if (!isMade()) {
            return caller.group();
        }
        Optional<Group> found = id != null ? groups.findById(id) : groups.findByKey(key);
        return found.filter(group -> key == null || group.key().equals(key))
                .filter(group -> sees(users, caller, group))
                .orElseThrow(() -> new CommandException(
                        ErrorCode.NOT_FOUND, "Organisation " + (id != null ? id : key) + " not found"));
    }

    private static boolean sees(Users users, Caller caller, Group group) {
        return group.id().equals(caller.group().id())
                || caller.user()
                        .filter(user -> user.isRoot() || isMember(users, user, group))
                        .isPresent();
    }

    private static boolean isMember(Users users, User user, Group group) {
        return users.role(user.id(), group.id()).isPresent();
    }
}
