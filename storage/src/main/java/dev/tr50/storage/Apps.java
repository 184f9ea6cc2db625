package dev.tr50.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The programs that things connect with. */
public final class Apps {

    /** How many apps a group may have. */
    public static final int MOST = 1000;

    private final Database database;
    private final Clock clock;

    Apps(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A new app without roles, made by the gateway itself.
     *
     * @param tokenHash SHA-256 of its token in hex
     * @param autoRegDefKey definition of the things it registers; null when it registers none
     * @param role what its things may do
     * @throws AlreadyExistsException when the group has an app with this name, or any an app with this token
     */
    public App create(
            String groupId, String name, String tokenHash, String autoRegDefKey, List<String> autoRegTags, Role role) {
        AppChange rest = new AppChange(null, tokenHash, autoRegDefKey, autoRegTags, null, null, null, null);
        return create(groupId, name, rest, role, "SYSTEM");
    }

    /**
     * A new app.
     *
     * @param rest what it is beside its name; a token it must have
     * @param by who makes it, in words of the gateway
     * @throws AlreadyExistsException when the group has an app with this name, or any an app with this token
     * @throws NoSuchDefinitionException when the group lacks the definition
     * @throws NoSuchRoleException when the group lacks one of the roles
     * @throws QuotaExceededException when the group has {@link #MOST} apps
     */
    public App create(String groupId, String name, AppChange rest, String by) {
        return create(groupId, name, rest, Role.EDITOR, by);
    }

    private App create(String groupId, String name, AppChange rest, Role role, String by) {
        String id = ObjectId.next();
        return database.create("An app \"" + name + "\", or one with this token, exists", handle -> {
            Groups.lock(handle, groupId);
            if (AppRows.count(handle, groupId) >= MOST) {
                throw new QuotaExceededException("A group has at most " + MOST + " apps");
            }
            AppRows.insert(handle, id, groupId, name, checked(handle, groupId, rest), role, Stamps.made(by, now()));
            return AppRows.find(handle, id).orElseThrow();
        });
    }

    /**
     * Changes an app. Sessions that began with another token than it has then are over.
     *
     * @param by who changes it, in words of the gateway
     * @return the app as it is then; empty when the group has none with this id
     * @throws AlreadyExistsException when another app has the token
     * @throws NoSuchDefinitionException when the group lacks the definition
     * @throws NoSuchRoleException when the group lacks one of the roles
     */
    public Optional<App> update(String groupId, String id, AppChange change, String by) {
        return database.create("An app with this token exists", handle -> {
            Groups.lock(handle, groupId);
            Optional<App> known =
                    AppRows.find(handle, id).filter(app -> app.groupId().equals(groupId));
            known.ifPresent(app -> {
                AppRows.update(
                        handle,
                        app,
                        checked(handle, groupId, change),
                        app.stamps().changed(by, now()));
                if (change.tokenHash() != null && !change.tokenHash().equals(app.tokenHash())) {
                    SessionRows.deleteOfApp(handle, id);
                }
            });
            return known.flatMap(app -> AppRows.find(handle, id));
        });
    }

    /** The same change, its definition named by key. */
    private static AppChange checked(Handle handle, String groupId, AppChange change) {
        if (change.roleIds() != null) {
            change.roleIds().forEach(role -> AppRoles.require(handle, groupId, role));
        }
        return change.autoRegDef() == null || change.autoRegDef().isEmpty()
                ? change
                : change.withDefinition(AppRows.definitionKey(handle, groupId, change.autoRegDef())
                        .orElseThrow(() -> new NoSuchDefinitionException(change.autoRegDef())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Deletes an app and ends its sessions; whether the group had it. */
    public boolean delete(String groupId, String id) {
        return database.write(handle -> {
            boolean present = AppRows.delete(handle, groupId, id);
            if (present) {
                SessionRows.deleteOfApp(handle, id);
            }
            return present;
        });
    }

    /** The app with this id. */
    public Optional<App> findById(String id) {
        return database.read(handle -> AppRows.find(handle, id));
    }

    /** The app whose token has this SHA-256. */
    public Optional<App> findByTokenHash(String tokenHash) {
        return database.read(handle -> AppRows.findByTokenHash(handle, tokenHash));
    }

    /** The app of a group with this name. */
    public Optional<App> findByName(String groupId, String name) {
        return database.read(handle -> AppRows.findByName(handle, groupId, name));
    }

    /** The apps of a group, by name. */
    public List<App> ofGroup(String groupId) {
        return database.read(handle -> AppRows.ofGroup(handle, groupId));
    }
}
