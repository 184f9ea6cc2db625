package dev.tr50.gateway.identity;

import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.Principal;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.dispatch.Caller.UserPrincipal;
import dev.tr50.gateway.dispatch.Rights;
import dev.tr50.gateway.thing.ThingKey;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.App;
import dev.tr50.storage.Group;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.Role;
import dev.tr50.storage.Session;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who somebody is. A name with {@code @} is a user's e-mail address and nothing else; every other name is a thing
 * key. A thing shows the token of an application, which may register an unknown key, or its own secret.
 */
public final class Logins {

    /**
     * Somebody known.
     *
     * @param group where the session begins
     * @param rights what it may do there, at any moment from now on
     * @param isNew true when this very login registered the thing or gave it its application id, which must be on disk
     *     before it is told
     */
    public record LoggedIn(Principal principal, Group group, Supplier<Rights> rights, boolean isNew) {
        /** The highest role with which it may do something there. */
        public Role role() {
            return rights.get().role();
        }
    }

    private final Storage storage;
    private final LiveRights rights;
    private final PasswordGate passwordGate;
    private final LoginCounts counts = new LoginCounts();
    private final AppIds appIds;
    private final LoginWitness witness;

    /**
     * @param mostAtOnce users whose password is being checked or waits for it, at least 1; each holds the thread that called, and
     *     one more is refused at once
     * @param witness hears of who was not let in
     */
    public Logins(
            Storage storage, Passwords passwords, LoginRules rules, int mostAtOnce, Clock clock, LoginWitness witness) {
        this.storage = storage;
        this.rights = new LiveRights(storage);
        this.passwordGate = new PasswordGate(passwords, new Lockout(rules, clock), mostAtOnce);
        this.appIds = new AppIds(storage.things(), rules.bindAppId());
        this.witness = witness;
    }

    /** What those who are logged in may do, as it changes. */
    public LiveRights rights() {
        return rights;
    }

    /** How many there were. */
    public LoginCounts counts() {
        return counts;
    }

    /** Whether a name is a user's: they have an {@code @}, which thing keys must not have. */
    public static boolean isUser(String name) {
        return name.indexOf('@') >= 0;
    }

    /**
     * A user by e-mail address, in capitals or not, and password; slow on purpose.
     *
     * @throws LoginRefused when either is wrong, the name is locked, too many log in at once, or the user is in no group
     */
    public LoggedIn user(String email, String password, Origin from) {
        return witnessed(email, from, () -> checkedUser(email, password));
    }

    /**
     * A user by e-mail address, in capitals or not, and password, whether it is in a group or not; slow on purpose.
     *
     * @throws LoginRefused when either is wrong, the name is locked, or too many log in at once
     */
    public User password(String email, String password, Origin from) {
        return witnessed(email, from, () -> checkedPassword(email, password));
    }

    /** Somebody who was turned away before anything was looked at, because too many wait. */
    public LoginRefused tooMany(String name, Origin from) {
        LoginRefused busy = LoginRefused.busy();
        counts.refused(busy);
        witness.refused(name, from, busy.why());
        return busy;
    }

    private <T> T witnessed(String name, Origin from, Supplier<T> login) {
        try {
            return counts.count(login);
        } catch (LoginRefused e) {
            witness.refused(name, from, e.why());
            throw e;
        }
    }

    private LoggedIn checkedUser(String email, String password) {
        User user = checkedPassword(email, password);
        return firstGroup(user).flatMap(group -> loggedIn(user, group)).orElseThrow(LoginRefused::noGroup);
    }

    private User checkedPassword(String email, String password) {
        Optional<User> user = storage.users().findByEmail(email);
        passwordGate.pass(Users.normal(email), password, user.map(User::passwordHash));
        return user.orElseThrow(LoginRefused::wrongPassword);
    }

    /** A user in a group of its choice: one that it is a member of, and any where it is root; nothing in others. */
    public Optional<LoggedIn> in(User user, String groupId) {
        return loggedIn(user, groupId);
    }

    /** The group that sessions of the user begin in, as long as it is a member there; else the first one that it is in. */
    private Optional<String> firstGroup(User user) {
        List<String> groups = storage.users().groupsOf(user.id());
        return groups.contains(user.defaultGroupId())
                ? Optional.of(user.defaultGroupId())
                : groups.stream().findFirst();
    }

    /**
     * A thing by its key and the token of an application or its own secret. The application's group is the thing's; an unknown
     * key is registered when the application has a definition for that.
     *
     * @param appId the client id or {@code appId} it gave, remembered with a thing that has none; null when it gave none
     * @throws LoginRefused when the key is no key, the token or secret is wrong, the thing is unknown and may not be
     *     registered, or it is bound to another application id
     */
    public LoggedIn thing(String thingKey, String password, String appId, Origin from) {
        return witnessed(thingKey, from, () -> checkedThing(thingKey, password, appId, from));
    }

    /** Whether the database has to be changed to let this thing in: nobody knows it yet, or its application id. */
    public boolean isNews(String thingKey, String password, String appId) {
        if (!ThingKey.isValid(thingKey)) {
            return false;
        }
        String hash = Secrets.hash(password);
        Optional<App> app = storage.apps().findByTokenHash(hash);
        Optional<Thing> known = app.isPresent()
                ? storage.things().findByKey(app.get().groupId(), thingKey)
                : storage.things().findBySecretHash(hash);
        return known.map(thing -> AppIds.isNews(thing, appId)).orElse(app.isPresent());
    }

    /**
     * Lets a thing share the session of another.
     *
     * @param appId what the session's thing gave when it logged in; null for nothing
     * @return the thing as it is then
     * @throws CommandException when it is bound to another application id
     */
    public Thing share(Thing thing, String appId) {
        try {
            return appIds.share(thing, appId);
        } catch (LoginRefused e) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, e.getMessage());
        }
    }

    private LoggedIn checkedThing(String thingKey, String password, String appId, Origin from) {
        if (!ThingKey.isValid(thingKey)) {
            throw LoginRefused.wrongToken();
        }
        String hash = Secrets.hash(password);
        Optional<App> app = storage.apps().findByTokenHash(hash);
        return (app.isPresent() ? byToken(thingKey, app.get(), appId, from) : bySecret(thingKey, hash, appId))
                .orElseThrow(LoginRefused::wrongToken);
    }

    /** The user or thing of a stored session, as it is today; nothing when it is in that group no more. */
    public Optional<LoggedIn> again(Session session) {
        return switch (session.kind()) {
            case USER -> storage.users().findById(session.principalId()).flatMap(u -> loggedIn(u, session.groupId()));
            case THING ->
                storage.things()
                        .findById(session.principalId())
                        .filter(thing -> thing.groupId().equals(session.groupId()))
                        .flatMap(thing -> again(thing, session.appId()));
        };
    }

    private Optional<LoggedIn> again(Thing thing, String appRowId) {
        if (appRowId == null) {
            return loggedIn(thing, null, thing.appId(), false);
        }
        return storage.apps().findById(appRowId).flatMap(app -> loggedIn(thing, app, thing.appId(), false));
    }

    private Optional<LoggedIn> byToken(String thingKey, App app, String appId, Origin from) {
        Optional<Thing> known = storage.things().findByKey(app.groupId(), thingKey);
        if (known.isPresent()) {
            return entering(known.get(), app, appId);
        }
        if (app.autoRegDefKey() == null) {
            return Optional.empty();
        }
        Optional<Thing> registered = registered(thingKey, app, appId);
        registered.ifPresent(thing -> witness.registered(thing.key(), app.name(), from));
        return registered.flatMap(thing -> loggedIn(appIds.check(thing, appId), app, appId, true));
    }

    /** Nothing when the definition for unknown things has gone meanwhile. */
    private Optional<Thing> registered(String thingKey, App app, String appId) {
        try {
            return Optional.of(storage.things().registerIfAbsent(app.groupId(), registration(thingKey, app, appId)));
        } catch (NoSuchDefinitionException gone) {
            return Optional.empty();
        }
    }

    private Optional<LoggedIn> entering(Thing thing, App app, String appId) {
        Thing bound = appIds.check(thing, appId);
        return loggedIn(bound, app, appId, bound != thing);
    }

    private static NewThing registration(String thingKey, App app, String appId) {
        return new NewThing(
                thingKey,
                "auto:" + thingKey,
                null,
                app.autoRegDefKey(),
                app.autoRegTags(),
                app.autoRegSecTags(),
                Identifiers.NONE,
                "AUTOREG",
                appId,
                null,
                null);
    }

    private Optional<LoggedIn> bySecret(String thingKey, String secretHash, String appId) {
        return storage.things()
                .findBySecretHash(secretHash)
                .filter(thing -> thing.key().equals(thingKey))
                .flatMap(thing -> entering(thing, null, appId));
    }

    private Optional<LoggedIn> loggedIn(Thing thing, App app, String appId, boolean isNew) {
        Supplier<Rights> may = app == null ? LiveRights.OWN_SECRET : rights.ofApp(app);
        return storage.groups()
                .findById(thing.groupId())
                .map(group -> new LoggedIn(new ThingPrincipal(thing, app, appId), group, may, isNew));
    }

    private Optional<LoggedIn> loggedIn(User user, String groupId) {
        Supplier<Rights> may = rights.ofUser(user, groupId);
        return may.get() == Rights.NONE
                ? Optional.empty()
                : storage.groups()
                        .findById(groupId)
                        .map(group -> new LoggedIn(new UserPrincipal(user), group, may, false));
    }
}
