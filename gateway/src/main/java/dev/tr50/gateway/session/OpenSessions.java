package dev.tr50.gateway.session;

import dev.tr50.broker.Connection;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.Session;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All sessions of a group: connections over MQTT, which last as long as they are open, and sessions over HTTP, which are rows. The id
 * of an HTTP session opens it, so others know it by its ref only, the beginning of the id's hash.
 */
public final class OpenSessions {
    /** How many are told at most. */
    static final int MOST = 5000;

    private static final int REF_DIGITS = 24;

    /** A session. */
    public record Shown(
            @Describe("What it is called; session.end takes it. It lets nobody in.")
            String id,

            @Describe("The same.") String ref,
            @Describe("Id of the group.") String orgId,
            @Describe("Id of the user.") Optional<String> userId,
            @Describe("E-mail address of the user.") Optional<String> userName,
            @Describe("Id of the thing.") Optional<String> thingId,
            @Describe("Key of the thing.") Optional<String> thingKey,
            @Describe("MQTT or HTTP.") String protocol,

            @Describe("Address and port of the client, of a session over MQTT.")
            Optional<String> remoteAddr,

            @Describe("When it began.") Instant startTime,

            @Describe("When it was last used, to the minute; now, for a session over MQTT.")
            Instant lastAccessed) {}

    private final Storage storage;
    private final Supplier<Stream<Connection>> connections;
    private final Clock clock;

    /** @param connections all that are open */
    public OpenSessions(Storage storage, Supplier<Stream<Connection>> connections, Clock clock) {
        this.storage = storage;
        this.connections = connections;
        this.clock = clock;
    }

    /** What others may call a session. */
    static String ref(Caller caller) {
        return caller.origin().isHttp() ? refOf(Secrets.hash(caller.sessionId())) : caller.sessionId();
    }

    private static String refOf(String tokenHash) {
        return tokenHash.substring(0, REF_DIGITS);
    }

    /** Those of a group, the oldest first, {@value #MOST} at most. */
    List<Shown> ofGroup(String groupId) {
        return Stream.concat(
                        onMqtt(groupId).map(connection -> shown((Caller) connection.principal())),
                        onHttp(groupId).map(this::shown))
                .sorted(Comparator.comparing(Shown::startTime).thenComparing(Shown::id))
                .limit(MOST)
                .toList();
    }

    /** The session of a group with this ref. */
    Optional<Shown> find(String groupId, String ref) {
        return onMqtt(groupId)
                .filter(connection -> ref((Caller) connection.principal()).equals(ref))
                .map(connection -> shown((Caller) connection.principal()))
                .findFirst()
                .or(() -> onHttp(groupId, ref).map(this::shown));
    }

    /** Ends the session of a group with this ref; whether there was one. */
    boolean end(String groupId, String ref) {
        Optional<Connection> connection = onMqtt(groupId)
                .filter(open -> ref((Caller) open.principal()).equals(ref))
                .findFirst();
        connection.ifPresent(open -> open.close("its session was ended"));
        return connection.isPresent()
                || onHttp(groupId, ref)
                        .map(session -> storage.sessions().end(session.tokenHash()))
                        .orElse(false);
    }

    /** The ref of what may be the id of a session over HTTP or any session's ref. */
    static String refOfIdOrRef(String id) {
        return id.length() == REF_DIGITS ? id : refOf(Secrets.hash(id));
    }

    private Stream<Connection> onMqtt(String groupId) {
        return connections.get().filter(connection -> connection.group().equals(groupId));
    }

    private Stream<Session> onHttp(String groupId) {
        return storage.sessions().ofGroup(groupId, clock.instant(), MOST).stream();
    }

    private Optional<Session> onHttp(String groupId, String ref) {
        return storage.sessions().findByHashPrefix(groupId, ref, clock.instant());
    }

    private Shown shown(Caller caller) {
        Origin origin = caller.origin();
        return new Shown(
                ref(caller),
                ref(caller),
                caller.group().id(),
                caller.user().map(User::id),
                caller.user().map(User::email),
                caller.thing().map(Thing::id),
                caller.thing().map(Thing::key),
                origin.protocol(),
                Optional.of(origin.remoteAddress()),
                caller.since(),
                clock.instant());
    }

    private Shown shown(Session session) {
        boolean isUser = session.kind() == Session.Kind.USER;
        String ref = refOf(session.tokenHash());
        return new Shown(
                ref,
                ref,
                session.groupId(),
                isUser ? Optional.of(session.principalId()) : Optional.empty(),
                isUser ? storage.users().findById(session.principalId()).map(User::email) : Optional.empty(),
                isUser ? Optional.empty() : Optional.of(session.principalId()),
                isUser
                        ? Optional.empty()
                        : storage.things().findById(session.principalId()).map(Thing::key),
                Origin.http("").protocol(),
                Optional.empty(),
                session.createdOn(),
                session.lastAccessed());
    }
}
