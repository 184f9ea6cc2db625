package dev.tr50.gateway.provisioning;

import dev.tr50.broker.Connection;
import dev.tr50.broker.EmbeddedBroker;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.identity.LiveRights;
import dev.tr50.gateway.thing.Bindings;
import dev.tr50.storage.App;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sees to it that whoever has lost a right does not go on with it: what sessions may do is read anew, and those that must not go
 * on at all are ended. To be called when what was changed has been committed.
 */
public final class TurningOut {
    private final LiveRights rights;
    private final Bindings bindings;
    private final Supplier<Stream<Connection>> connections;
    private volatile EmbeddedBroker broker;

    /** @param connections all that are open */
    public TurningOut(LiveRights rights, Bindings bindings, Supplier<Stream<Connection>> connections) {
        this.rights = rights;
        this.bindings = bindings;
        this.connections = connections;
    }

    /** Where sessions over MQTT are; to be told once, before there are any. */
    public void at(EmbeddedBroker there) {
        broker = there;
    }

    /** What somebody may do in a group has changed: the next command of every session there is measured by it. */
    public void rightsChanged(String groupId) {
        rights.changed(groupId);
    }

    /** A user is to go from a group, or to log in there anew. */
    public void user(String groupId, User user) {
        rights.changed(groupId);
        broker.end(groupId, user.email());
    }

    /** A thing is to go from a group, or to log in there anew. */
    public void thing(Thing thing) {
        broker.end(thing.groupId(), thing.key());
        bindings.end(thing);
    }

    /** An application is gone, or has another token: so are the things that showed the one it had. */
    public void app(App app) {
        rights.changed(app.groupId());
        connections
                .get()
                .map(connection -> (Caller) connection.principal())
                .filter(caller -> caller.principal() instanceof ThingPrincipal that && isSame(that.app(), app))
                .flatMap(caller -> caller.thing().stream())
                .forEach(this::thing);
    }

    private static boolean isSame(App shown, App app) {
        return shown != null && shown.id().equals(app.id());
    }

    /** A group is gone. */
    public void group(String groupId) {
        rights.changed(groupId);
        broker.endGroup(groupId);
        bindings.endGroup(groupId);
    }
}
