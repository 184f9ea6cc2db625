package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which things are connected now, and how. A thing may be connected several times; the newest connection is the one shown. */
public final class Presence {

    /** Hears when things come and go. Nothing it does may block. */
    @FunctionalInterface
    public interface Listener {
        /** A thing's first connection comes, or its last one is gone. Calls for one thing come in order, one at a time. */
        void connectionChanged(Thing thing, boolean connected);

        /**
         * One more connection of a thing is there, its CONNACK sent and nothing it sends read yet.
         *
         * @param mailNotice tells that connection alone that mail waits
         */
        default void arrived(Caller caller, Runnable mailNotice) {}

        /** A connection of a thing is gone. */
        default void left(Caller caller) {}

        /**
         * A thing shares the connection of another from now on.
         *
         * @param mailNotice tells that connection that mail waits
         */
        default void shared(Thing child, Runnable mailNotice) {}
    }

    /**
     * A connection of a thing, or one that it shares, and the way to tell it that mail waits.
     *
     * @param since when it began to be the thing's
     */
    private record Online(Caller caller, Instant since, Runnable mailNotice) {
        boolean isOf(Caller other) {
            return caller.sessionId().equals(other.sessionId());
        }
    }

    private final Map<String, List<Online>> byThing = new ConcurrentHashMap<>();
    private volatile List<Listener> listeners;

    public Presence(Listener... listeners) {
        this.listeners = List.of(listeners);
    }

    /** Has one more listener told of what happens from now on. */
    public synchronized void tell(Listener listener) {
        listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
    }

    /**
     * A thing's connection begins. Sessions of users are not counted.
     *
     * @param mailNotice tells that connection that mail waits for the thing; must not block
     */
    public void arrived(Caller caller, Runnable mailNotice) {
        caller.thing().ifPresent(thing -> {
            add(thing, new Online(caller, caller.since(), mailNotice));
            listeners.forEach(listener -> listener.arrived(caller, mailNotice));
        });
    }

    /** A thing's connection ends. */
    public void left(Caller caller) {
        caller.thing().ifPresent(thing -> {
            remove(thing, caller);
            listeners.forEach(listener -> listener.left(caller));
        });
    }

    /**
     * A thing shares the session of another from now on: over MQTT it is connected as long as that is. Who speaks HTTP is not
     * connected, and nor are its children.
     *
     * @param session a thing's
     * @return whether the session is still there, as far as that can be told
     */
    boolean share(Thing child, Caller session, Instant since) {
        Optional<Online> connection = session.thing().stream()
                .flatMap(thing -> byThing.getOrDefault(thing.id(), List.of()).stream())
                .filter(online -> online.isOf(session))
                .findFirst();
        connection.ifPresent(online -> {
            add(child, new Online(session, since, online.mailNotice()));
            listeners.forEach(listener -> listener.shared(child, online.mailNotice()));
        });
        return connection.isPresent() || session.origin().isHttp();
    }

    /** It does so no longer. */
    void unshare(Thing child, Caller session) {
        remove(child, session);
    }

    private void add(Thing thing, Online online) {
        byThing.compute(thing.id(), (id, there) -> {
            if (there == null) {
                tell(thing, true);
                return List.of(online);
            }
            return Stream.concat(there.stream(), Stream.of(online)).toList();
        });
    }

    private void remove(Thing thing, Caller session) {
        byThing.computeIfPresent(thing.id(), (id, there) -> {
            List<Online> rest =
                    there.stream().filter(online -> !online.isOf(session)).toList();
            if (rest.isEmpty()) {
                tell(thing, false);
                return null;
            }
            return rest;
        });
    }

    /**
     * The session in which a thing is connected, of several the one that became its own last, which need not be the one that arrived
     * last: each arrives on a thread of its own.
     */
    public Optional<Caller> of(Thing thing) {
        return byThing.getOrDefault(thing.id(), List.of()).stream()
                .reduce((one, next) -> next.since().isBefore(one.since()) ? one : next)
                .map(Online::caller);
    }

    /** Tells every connection of a thing that mail waits for it; nobody when it is not connected. Does not block. */
    public void tellOfMail(Thing thing) {
        byThing.getOrDefault(thing.id(), List.of())
                .forEach(online -> online.mailNotice().run());
    }

    /** Inside the change itself, which keeps the order. */
    private void tell(Thing thing, boolean connected) {
        listeners.forEach(listener -> listener.connectionChanged(thing, connected));
    }
}
