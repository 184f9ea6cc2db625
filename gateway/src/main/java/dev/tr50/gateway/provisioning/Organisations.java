package dev.tr50.gateway.provisioning;

import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;

/** Groups. Root makes them and owns what it made; owners remove them. */
public final class Organisations {
    private final Storage storage;
    private final Roster roster;
    private final TurningOut turningOut;

    public Organisations(Storage storage, Roster roster, TurningOut turningOut) {
        this.storage = storage;
        this.roster = roster;
        this.turningOut = turningOut;
    }

    /**
     * A new group.
     *
     * @param key as {@link Rules#isGroupKey} wants it
     * @throws Declined when somebody else than root asks, or the key is taken
     */
    public Group create(User by, String key, String name) {
        if (!by.isRoot()) {
            throw Declined.notAllowed("This is for users that are root");
        }
        try {
            return storage.provisioning().createGroup(key, name, by);
        } catch (AlreadyExistsException taken) {
            throw Declined.exists("Organisation " + key + " exists already");
        }
    }

    /**
     * Deletes a group with everything in it, and turns everybody out.
     *
     * @throws Declined when the user does not own it, or it is gone
     */
    public void delete(User by, Group group) {
        if (roster.roleOf(by, group).filter(role -> role.atLeast(Role.OWNER)).isEmpty()) {
            throw Declined.notAllowed("To delete an organisation needs the role owner there");
        }
        if (!storage.provisioning().deleteGroup(group)) {
            throw Declined.notFound("Organisation " + group.key() + " not found");
        }
        turningOut.group(group.id());
    }
}
