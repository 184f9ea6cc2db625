package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.storage.Thing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which things are connected now, and how. A thing may be connected several times; the last connection is the one shown. */
public final class Presence {
    private final Map<String, List<Caller>> byThing = new ConcurrentHashMap<>();

    /** A thing's connection begins. Sessions of users are not counted. */
    public void arrived(Caller caller) {
        caller.thing()
                .map(Thing::id)
                .ifPresent(id -> byThing.merge(id, List.of(caller), (there, more) -> concat(there, more.get(0))));
    }

    /** A thing's connection ends. */
    public void left(Caller caller) {
        caller.thing()
                .map(Thing::id)
                .ifPresent(id -> byThing.computeIfPresent(id, (same, there) -> {
                    List<Caller> rest =
                            there.stream().filter(each -> each != caller).toList();
                    return rest.isEmpty() ? null : rest;
                }));
    }

    /** The newest connection of a thing. */
    public Optional<Caller> of(Thing thing) {
        List<Caller> there = byThing.getOrDefault(thing.id(), List.of());
        return there.isEmpty() ? Optional.empty() : Optional.of(there.get(there.size() - 1));
    }

    private static List<Caller> concat(List<Caller> there, Caller more) {
        return Stream.concat(there.stream(), Stream.of(more)).toList();
    }
}
