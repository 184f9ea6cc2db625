package dev.tr50.gateway.dispatch;

import dev.tr50.storage.App;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import java.time.Instant;
import java.util.Optional;

/**
 * Who asks, as far as a handler may know.
 *
 * @param sessionId the session's public name: the HTTP session, or one made up for the MQTT connection; empty for nobody
 * @param principal the thing or user
 * @param group the group the session works in; null for nobody
 * @param role what it may do there
 * @param origin where it comes from
 * @param since when the session began
 */
public record Caller(String sessionId, Principal principal, Group group, Role role, Origin origin, Instant since) {

    /** A thing, a user, or nobody yet. */
    public sealed interface Principal {}

    /**
     * A thing.
     *
     * @param thing as it was when the session began
     * @param app the application whose token it showed; null when it showed its own secret
     * @param appId the client id (MQTT) or {@code appId} (HTTP) it gave
     */
    public record ThingPrincipal(Thing thing, App app, String appId) implements Principal {}

    /** A person or an integrator's script. */
    public record UserPrincipal(User user) implements Principal {}

    /** Somebody who has not logged in. */
    public record Nobody() implements Principal {}

    /**
     * Where a session comes from.
     *
     * @param protocol {@code MQTT} or {@code HTTP}
     * @param remoteAddress address and port
     */
    public record Origin(String protocol, String remoteAddress) {}

    /** Somebody who has not logged in: only {@link Access#OPEN} commands answer. */
    public static Caller nobody(Origin origin, Instant now) {
        return new Caller("", new Nobody(), null, Role.VIEWER, origin, now);
    }

    /** Whether this is somebody who has not logged in. */
    public boolean isNobody() {
        return principal instanceof Nobody;
    }

    /** The thing that asks, if it is one. */
    public Optional<Thing> thing() {
        return principal instanceof ThingPrincipal that ? Optional.of(that.thing()) : Optional.empty();
    }

    /** The user that asks, if it is one. */
    public Optional<User> user() {
        return principal instanceof UserPrincipal that ? Optional.of(that.user()) : Optional.empty();
    }

    /** A name for people: the thing key or the e-mail address. */
    public String whoAmI() {
        return thing().map(Thing::key).or(() -> user().map(User::email)).orElse("nobody");
    }

    /** Whether the role is editor or above. */
    public boolean isEditor() {
        return !isNobody() && role.atLeast(Role.EDITOR);
    }

    /** Whether commands of that access may be run. */
    public boolean may(Access access) {
        return switch (access) {
            case OPEN -> true;
            case READ -> !isNobody();
            case OWN -> isEditor() || thing().isPresent();
            case WRITE -> isEditor();
        };
    }
}
