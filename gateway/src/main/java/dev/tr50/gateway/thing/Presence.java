package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.storage.Thing;
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
    }

    /** A connection of a thing, and the way to tell it that mail waits. */
    private record Online(Caller caller, Runnable mailNotice) {}

    private final Map<String, List<Online>> byThing = new ConcurrentHashMap<>();
    private final List<Listener> listeners;

    public Presence(Listener... listeners) {
        this.listeners = List.of(listeners);
    }

    /**
     * A thing's connection begins. Sessions of users are not counted.
     *
     * @param mailNotice tells that connection that mail waits for the thing; must not block
     */
    public void arrived(Caller caller, Runnable mailNotice) {
        Online online = new Online(caller, mailNotice);
        caller.thing()
                .ifPresent(thing -> byThing.compute(thing.id(), (id, there) -> {
                    if (there == null) {
                        tell(thing, true);
                        return List.of(online);
                    }
                    return Stream.concat(there.stream(), Stream.of(online)).toList();
                }));
        if (caller.thing().isPresent()) {
            listeners.forEach(listener -> listener.arrived(caller, mailNotice));
        }
    }

    /** A thing's connection ends. */
    public void left(Caller caller) {
        caller.thing()
                .ifPresent(thing -> byThing.computeIfPresent(thing.id(), (id, there) -> {
                    List<Online> rest = there.stream()
                            .filter(each -> each.caller() != caller)
                            .toList();
                    if (rest.isEmpty()) {
                        tell(thing, false);
                        return null;
                    }
                    return rest;
                }));
    }

    /**
     * The connection of a thing that logged in last, which need not be the one that arrived last: each arrives on a thread of its
     * own.
     */
    public Optional<Caller> of(Thing thing) {
        return byThing.getOrDefault(thing.id(), List.of()).stream()
                .map(Online::caller)
                .reduce((one, next) -> next.since().isBefore(one.since()) ? one : next);
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
