package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.identity.Passwords;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.LastOneException;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;
import java.util.List;

/** People. Root makes and removes them. */
public final class Accounts {
    private final Storage storage;
    private final Passwords passwords;
    private final TurningOut turningOut;

    public Accounts(Storage storage, Passwords passwords, TurningOut turningOut) {
        this.storage = storage;
        this.passwords = passwords;
        this.turningOut = turningOut;
    }

    /** @throws Declined when the user is not root */
    public void requireRoot(User by) {
        if (!by.isRoot()) {
            throw Declined.notAllowed("This is for users that are root");
        }
    }

    /**
     * A new user, in no group yet.
     *
     * @param email an address as {@link Rules#isAddress} wants it
     * @param password as {@link Rules#password} wants it
     * @throws Declined when somebody else than root asks, or the address is taken
     */
    public User create(User by, String email, String password) {
        requireRoot(by);
        try {
            return storage.users().create(email, passwords.hash(password));
        } catch (AlreadyExistsException taken) {
            throw Declined.exists("User " + email + " exists already");
        }
    }

    /**
     * Removes a user with its memberships, tokens and sessions, and turns it out.
     *
     * @throws Declined when somebody else than root asks, the user is gone, or it is the last one of something
     */
    public void delete(User by, User user) {
        requireRoot(by);
        try {
            List<String> groups = storage.provisioning()
                    .deleteUser(user)
                    .orElseThrow(() -> Declined.notFound("User " + user.email() + " not found"));
            groups.forEach(group -> turningOut.user(group, user));
        } catch (LastOneException e) {
            throw Declined.lastOne("it is the last root user, or the last owner of a group");
        }
    }
}
