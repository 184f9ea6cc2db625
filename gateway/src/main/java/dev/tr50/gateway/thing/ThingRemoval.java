package dev.tr50.gateway.thing;

import dev.tr50.storage.Provisioning;
import dev.tr50.storage.Thing;
import java.util.function.Consumer;

/** Deletes things with all that belongs to them, and ends their sessions, whoever asks for it and how. */
public final class ThingRemoval {
    private final Provisioning provisioning;
    private final Consumer<Thing> sessions;

    /** @param sessions ends those of a thing that is gone */
    public ThingRemoval(Provisioning provisioning, Consumer<Thing> sessions) {
        this.provisioning = provisioning;
        this.sessions = sessions;
    }

    /** Whether it was still there, in the group that it was in. */
    public boolean remove(Thing thing) {
        boolean removed = provisioning.deleteThing(thing);
        if (removed) {
            sessions.accept(thing);
        }
        return removed;
    }
}
