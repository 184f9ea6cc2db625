package dev.tr50.broker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All sessions, and for each user those that subscribed to replies themselves. */
final class SessionTable {

    private static final ClientSession[] NOBODY = {};

    private static final int TURNSTILES = 64;

    private final Object[] turnstiles =
            Stream.generate(Object::new).limit(TURNSTILES).toArray();
    private final ConcurrentMap<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final ConcurrentMap<SessionKey.User, ClientSession[]> listeners = new ConcurrentHashMap<>();
    private final AwaySessions away;

    /** @param mostAway sessions of one user that are kept without a connection */
    SessionTable(int mostAway) {
        this.away = new AwaySessions(mostAway);
    }

    /**
     * To be held while a connection takes a session over, here and in Moquette: when two come at once, both must see
     * the same one as the later, or they close each other.
     */
    Object turnstile(SessionKey key) {
        return turnstiles[Math.floorMod(key.hashCode(), TURNSTILES)];
    }

    /** The session of the key: a fresh one when there is none or the client wants it so. */
    ClientSession open(SessionKey key, boolean fresh) {
        if (!fresh) {
            return sessions.computeIfAbsent(key.id(), id -> new ClientSession(key));
        }
        ClientSession session = new ClientSession(key);
        ClientSession older = sessions.put(key.id(), session);
        if (older != null) {
            session.attach(older.connection());
            stopListening(older);
        }
        return session;
    }

    /** The client of a session that is kept has gone; returns the id of the one to be ended instead, if any. */
    Optional<String> left(ClientSession session) {
        return sessions.get(session.key().id()) == session ? away.left(session.key()) : Optional.empty();
    }

    /** A client has the session; it may have been forgotten after it was opened and before it had the client. */
    void returned(ClientSession session) {
        sessions.put(session.key().id(), session);
        away.forget(session.key());
    }

    /** Forgets a session that ended, unless a client has come back to it or its key has another one by now. */
    void end(ClientSession session) {
        ClientSession present = sessions.computeIfPresent(
                session.key().id(), (id, other) -> other == session && other.connection() == null ? null : other);
        if (present == null) {
            away.forget(session.key());
        }
        if (present != session) {
            stopListening(session);
        }
    }

    /** Forgets the session of that id unless a client is connected to it. */
    void endIfAway(String id) {
        ClientSession session = sessions.get(id);
        if (session != null) {
            end(session);
        }
    }

    /** Forgets that a message came at QoS 2 under the packet id, if one did. */
    void release(String id, int packetId) {
        ClientSession session = sessions.get(id);
        if (session != null) {
            session.release(packetId);
        }
    }

    /** The sessions with such a key, connected or not. */
    List<ClientSession> where(Predicate<SessionKey> wanted) {
        return sessions.values().stream()
                .filter(session -> wanted.test(session.key()))
                .toList();
    }

    /** The session's client, or null. */
    ClientConnection connectionOf(String id) {
        ClientSession session = sessions.get(id);
        return session == null ? null : session.connection();
    }

    /** The user's sessions that subscribed to replies or notifications, connected or not. Not to be changed. */
    ClientSession[] listenersOf(SessionKey.User user) {
        return listeners.getOrDefault(user, NOBODY);
    }

    /** To be called whenever private subscriptions of the session change. */
    void listeningChanged(ClientSession session) {
        if (session.listens()) {
            startListening(session);
        } else {
            stopListening(session);
        }
    }

    private void startListening(ClientSession session) {
        listeners.compute(session.key().user(), (user, present) -> {
            ClientSession[] others = present == null ? NOBODY : without(present, session);
            ClientSession[] all = Arrays.copyOf(others, others.length + 1);
            all[others.length] = session;
            return all;
        });
    }

    private void stopListening(ClientSession session) {
        listeners.computeIfPresent(session.key().user(), (user, present) -> {
            ClientSession[] others = without(present, session);
            return others.length == 0 ? null : others;
        });
    }

    private static ClientSession[] without(ClientSession[] sessions, ClientSession one) {
        return Arrays.stream(sessions).filter(session -> session != one).toArray(ClientSession[]::new);
    }
}
