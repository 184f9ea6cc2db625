package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Thing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Things that share the session of another: sensors behind a device that alone is connected. A child is bound to the thing of a
 * session or to a child in the same session, until it is unbound, bound elsewhere, connects by itself, or the session ends. What is
 * bound to a child leaves with it.
 *
 * <p>All of it is in memory, since a session of MQTT does not outlive the gateway's process. Reading does not wait.
 */
public final class Bindings implements Presence.Listener {
    /** Children of one session. */
    static final int MOST_CHILDREN = 1000;

    /** How many bindings there may be between a thing and the one that is connected. */
    static final int DEEPEST = 8;

    /**
     * A child in a session.
     *
     * @param parentId what it is bound to, the session's thing or another child
     */
    private record Binding(Thing child, String parentId, Caller session) {
        boolean isIn(Caller other) {
            return session.sessionId().equals(other.sessionId());
        }
    }

    private final Presence presence;
    private final Clock clock;
    private final Map<String, Binding> byChildId = new ConcurrentHashMap<>();
    /** By the id of the session and the key of the thing. */
    private final Map<String, Map<String, Thing>> bySession = new ConcurrentHashMap<>();

    public Bindings(Presence presence, Clock clock) {
        this.presence = presence;
        this.clock = clock;
    }

    /** The children that share a session. */
    public Collection<Thing> of(Caller session) {
        return bySession.getOrDefault(session.sessionId(), Map.of()).values();
    }

    /** The child of a session with that key. */
    public Optional<Thing> find(Caller session, String key) {
        return Optional.ofNullable(
                bySession.getOrDefault(session.sessionId(), Map.of()).get(key));
    }

    /** Whether a thing shares a session. */
    public boolean isBound(Caller session, Thing thing) {
        Binding binding = byChildId.get(thing.id());
        return binding != null && binding.isIn(session);
    }

    /**
     * Lets a thing share a session; one that shared another does so no longer.
     *
     * @param session a thing's
     * @param parent the session's thing or a child in it
     * @throws CommandException when that would be a circle, too deep or one too many, or the session has ended
     */
    synchronized void bind(Caller session, Thing child, Thing parent) {
        requireNoCircle(child, parent);
        endNamesake(session, child);
        Binding old = byChildId.get(child.id());
        boolean stays = old != null && old.isIn(session);
        requireParent(session, parent);
        requireDepth(depth(parent) + 1 + (stays ? height(child) : 0));
        if (!stays) {
            requirePlace(session);
        }
        if (old != null && !stays) {
            remove(old);
        }
        byChildId.put(child.id(), new Binding(child, parent.id(), session));
        bySession
                .computeIfAbsent(session.sessionId(), id -> new ConcurrentHashMap<>())
                .put(child.key(), child);
        if (!stays && !presence.share(child, session, clock.instant())) {
            remove(byChildId.get(child.id()));
            throw new CommandException(ErrorCode.NOT_AUTHENTICATED, "The session has ended");
        }
    }

    /** A thing that has been deleted, of which that has not been heard here yet, leaves its key to the next one. */
    private void endNamesake(Caller session, Thing child) {
        find(session, child.key())
                .filter(there -> !there.id().equals(child.id()))
                .ifPresent(this::unbind);
    }

    /**
     * Sees to it that a thing with that key could be bound.
     *
     * @throws CommandException when it could not
     */
    synchronized void requireRoom(Caller session, String key, Thing parent) {
        requireDepth(depth(parent) + 1);
        if (find(session, key).isEmpty()) {
            requirePlace(session);
        }
    }

    private static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE, "At most " + DEEPEST + " things may be bound one to the other");
        }
    }

    private void requirePlace(Caller session) {
        if (of(session).size() >= MOST_CHILDREN) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE, "At most " + MOST_CHILDREN + " things may be bound in one session");
        }
    }

    private void requireParent(Caller session, Thing parent) {
        boolean own =
                session.thing().filter(thing -> thing.id().equals(parent.id())).isPresent();
        if (!own && !isBound(session, parent)) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED, "Thing " + parent.key() + " is not bound in this session");
        }
    }

    private void requireNoCircle(Thing child, Thing parent) {
        for (String id = parent.id(); id != null; id = parentOf(id)) {
            if (id.equals(child.id())) {
                throw new CommandException(
                        ErrorCode.BAD_PARAMETER, "Thing " + child.key() + " would be bound to itself");
            }
        }
    }

    private int depth(Thing thing) {
        int depth = 0;
        for (String id = parentOf(thing.id()); id != null; id = parentOf(id)) {
            depth++;
        }
        return depth;
    }

    /** How many levels of children hang on a child. */
    private int height(Thing child) {
        int depth = depth(child);
        return subtree(byChildId.get(child.id())).stream()
                .mapToInt(binding -> depth(binding.child()) - depth)
                .max()
                .orElse(0);
    }

    private String parentOf(String thingId) {
        Binding binding = byChildId.get(thingId);
        return binding == null ? null : binding.parentId();
    }

    /** Ends the binding of a child in a session; returns whether there was one. */
    synchronized boolean unbind(Caller session, Thing child) {
        if (!isBound(session, child)) {
            return false;
        }
        remove(byChildId.get(child.id()));
        return true;
    }

    /** Ends the binding of a child, whatever session it is in. */
    synchronized boolean unbind(Thing child) {
        Binding binding = byChildId.get(child.id());
        if (binding != null) {
            remove(binding);
        }
        return binding != null;
    }

    @Override
    public void connectionChanged(Thing thing, boolean connected) {
        // A child stays bound, whatever else connects it.
    }

    /** A thing connects by itself: that is the newer way. */
    @Override
    public void arrived(Caller caller, Runnable mailNotice) {
        caller.thing().ifPresent(this::unbind);
    }

    /** A session has ended. */
    @Override
    public void left(Caller caller) {
        end(caller);
    }

    /** Ends all bindings in a session. */
    public synchronized void end(Caller session) {
        Map<String, Thing> children = bySession.remove(session.sessionId());
        if (children != null) {
            children.values().forEach(child -> forget(byChildId.get(child.id())));
        }
    }

    /** Ends what a thing takes part in that is gone, or in another group. */
    public void end(Thing gone) {
        endWhere(thing -> thing.id().equals(gone.id()));
    }

    /** Ends everything in a group that is gone. */
    public void endGroup(String groupId) {
        endWhere(thing -> thing.groupId().equals(groupId));
    }

    private synchronized void endWhere(Predicate<Thing> isGone) {
        for (Binding binding : List.copyOf(byChildId.values())) {
            if (binding.session().thing().filter(isGone).isPresent()) {
                end(binding.session());
            } else if (isGone.test(binding.child())
                    && byChildId.get(binding.child().id()) == binding) {
                remove(binding);
            }
        }
    }

    /** The sessions in which something is bound. */
    public synchronized List<Caller> sessions() {
        Set<String> seen = new HashSet<>();
        return byChildId.values().stream()
                .map(Binding::session)
                .filter(session -> seen.add(session.sessionId()))
                .toList();
    }

    private void remove(Binding binding) {
        Map<String, Thing> children = bySession.get(binding.session().sessionId());
        for (Binding each : subtree(binding)) {
            children.remove(each.child().key());
            forget(each);
        }
        if (children.isEmpty()) {
            bySession.remove(binding.session().sessionId());
        }
    }

    private void forget(Binding binding) {
        byChildId.remove(binding.child().id());
        presence.unshare(binding.child(), binding.session());
    }

    /** A binding and those that hang on it in the same session, each before its own. */
    private List<Binding> subtree(Binding top) {
        Map<String, List<Binding>> byParent = of(top.session()).stream()
                .map(child -> byChildId.get(child.id()))
                .collect(Collectors.groupingBy(Binding::parentId));
        List<Binding> all = new ArrayList<>(List.of(top));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(byParent.getOrDefault(all.get(i).child().id(), List.of()));
        }
        return all;
    }
}
