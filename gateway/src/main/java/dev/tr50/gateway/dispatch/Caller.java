package dev.tr50.gateway.dispatch;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.App;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who asks, as far as a handler may know.
 *
 * @param sessionId the session's public name: the HTTP session, or one made up for the MQTT connection; empty for nobody
 * @param principal the thing or user
 * @param group the group the session works in; null for nobody
 * @param rights what it may do there at this moment; they change while the session lasts
 * @param origin where it comes from
 * @param since when the session began
 */
public record Caller(
        String sessionId, Principal principal, Group group, Supplier<Rights> rights, Origin origin, Instant since) {

    /** Somebody whose rights never change. */
    public Caller(String sessionId, Principal principal, Group group, Role role, Origin origin, Instant since) {
        this(sessionId, principal, group, fixed(role), origin, since);
    }

    private static Supplier<Rights> fixed(Role role) {
        Rights rights = Rights.of(role);
        return () -> rights;
    }

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
    public record Origin(String protocol, String remoteAddress) {
        private static final String MQTT = "MQTT";
        private static final String HTTP = "HTTP";

        /** Over MQTT. */
        public static Origin mqtt(String remoteAddress) {
            return new Origin(MQTT, remoteAddress);
        }

        /** Over HTTP. */
        public static Origin http(String remoteAddress) {
            return new Origin(HTTP, remoteAddress);
        }

        /** Whether a session may have come by one connection and go on by another. */
        public boolean isHttp() {
            return protocol.equals(HTTP);
        }
    }

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

    /** The highest role with which it may do something. */
    public Role role() {
        return rights.get().role();
    }

    /** Whether the role is editor or above. */
    public boolean isEditor() {
        return !isNobody() && role().atLeast(Role.EDITOR);
    }

    /** Whether it may work on every thing of the group: users, and things of applications that administer the group. */
    public boolean reachesGroup() {
        return user().isPresent() || rights.get().reachesGroup();
    }

    /** Whether a command may be run. */
    public boolean may(Signature<?, ?> command) {
        if (isNobody()) {
            return command.access() == Access.OPEN;
        }
        Rights now = rights.get();
        return thing().isPresent() ? now.allowThings(command) : now.allowUsers(command);
    }

    /** @throws CommandException saying what is missing, when a command may not be run */
    void require(Signature<?, ?> command) {
        if (may(command)) {
            return;
        }
        if (isNobody()) {
            throw new CommandException(ErrorCode.NOT_AUTHENTICATED, "Log in first: no valid session");
        }
        if (rights.get() == Rights.NONE) {
            throw new CommandException(
                    ErrorCode.NOT_AUTHENTICATED, "Log in again: this session's right to be here has ended");
        }
        throw new CommandException(ErrorCode.NOT_PERMITTED, command.name() + missing(command.access()));
    }

    private String missing(Access access) {
        Role role = role();
        return switch (access) {
            case USER -> " is for users";
            case ADMIN -> " needs the role admin, the session's role is " + role.key();
            default ->
                role.atLeast(Role.EDITOR)
                        ? " is not among what the roles of the application allow"
                        : " needs the role editor, the session's role is " + role.key();
        };
    }
}
