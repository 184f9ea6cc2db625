package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.dispatch.Caller.UserPrincipal;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Logins.LoggedIn;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.Group;
import dev.tr50.storage.Session;
import dev.tr50.storage.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sessions of HTTP clients: begun by {@code api.authenticate}, alive for 24 hours after their last use, kept across restarts of
 * the gateway. The id is the only credential, so the database holds its hash.
 */
public final class HttpSessions {
    /** How long a session lives after its last use. */
    public static final Duration LIFE = Duration.ofHours(24);

    /** How stale the recorded last use may be: not every command writes a row. */
    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    /** Of one user or thing; with one more some of those that were not used for longest end. */
    static final int MOST = 1000;

    private final Sessions sessions;
    private final Logins logins;
    private final Clock clock;

    public HttpSessions(Sessions sessions, Logins logins, Clock clock) {
        this.sessions = sessions;
        this.logins = logins;
        this.clock = clock;
    }

    /** Begins a session; empty when the password, token or secret that was shown was changed while it was being checked. */
    public Optional<Caller> begin(LoggedIn who, Origin origin) {
        String id = Secrets.nextSessionId();
        Instant now = clock.instant();
        Session session = new Session(
                Secrets.hash(id), kind(who), principalId(who), who.group().id(), appId(who), now, now, now.plus(LIFE));
        return sessions.create(session, shown(who), MOST)
                ? Optional.of(caller(id, who, origin, now))
                : Optional.empty();
    }

    /** The hash of what let it in. */
    private static String shown(LoggedIn who) {
        if (who.principal() instanceof UserPrincipal user) {
            return user.user().passwordHash();
        }
        ThingPrincipal thing = (ThingPrincipal) who.principal();
        return thing.app() == null ? thing.thing().secretHash() : thing.app().tokenHash();
    }

    /** The session of that id, or nothing when there is none, it has ended, or whose it is no longer exists. */
    public Optional<Caller> find(String id, Origin origin) {
        Instant now = clock.instant();
        return sessions.find(Secrets.hash(id), now).flatMap(session -> {
            if (session.lastAccessed().plus(RESOLUTION).isBefore(now)) {
                sessions.touch(session.tokenHash(), now, now.plus(LIFE));
            }
            return logins.again(session).map(who -> caller(id, who, origin, session.createdOn()));
        });
    }

    /** Whether a session goes on; to ask is no use of it. */
    public boolean isAlive(String id) {
        return sessions.find(Secrets.hash(id), clock.instant())
                .flatMap(logins::again)
                .isPresent();
    }

    /** From the next command on a session works in another group; whether it is still there. */
    boolean moveTo(Caller session, Group group) {
        return sessions.moveTo(Secrets.hash(session.sessionId()), group.id());
    }

    private static Caller caller(String id, LoggedIn who, Origin origin, Instant since) {
        return new Caller(id, who.principal(), who.group(), who.rights(), origin, since);
    }

    private static Session.Kind kind(LoggedIn who) {
        return who.principal() instanceof UserPrincipal ? Session.Kind.USER : Session.Kind.THING;
    }

    private static String principalId(LoggedIn who) {
        return who.principal() instanceof UserPrincipal user
                ? user.user().id()
                : ((ThingPrincipal) who.principal()).thing().id();
    }

    private static String appId(LoggedIn who) {
        return who.principal() instanceof ThingPrincipal thing && thing.app() != null
                ? thing.app().id()
                : null;
    }
}
