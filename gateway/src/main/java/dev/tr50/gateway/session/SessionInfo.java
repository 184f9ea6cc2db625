package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.ThingPrincipal;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.App;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.AppRoles;
import dev.tr50.storage.Apps;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.User;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code session.info}: who the gateway takes the caller for. */
public final class SessionInfo implements Command<SessionInfo.Params, SessionInfo.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "session.info",
            Params::from,
            Result.class,
            "Tells who is logged in, in which group and with which rights.");

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** The session. Of users and things each has fields of its own. */
    public record Result(
            @Describe("The session.") String id,

            @Describe("What session.list and session.find call it, which lets nobody in.")
            String ref,

            @Describe("The process that serves it; another one after a restart of the gateway.")
            String serverId,

            @Describe("Id of the group.") String orgId,
            @Describe("Key of the group.") String orgKey,
            @Describe("Id of the user.") Optional<String> userId,
            @Describe("E-mail address of the user.") Optional<String> userName,

            @Describe("The client id or appId the thing gave.")
            Optional<String> appId,

            @Describe("Name of the application whose token the thing showed.")
            Optional<String> appName,

            @Describe("Id of that token.") Optional<String> tokenId,
            @Describe("Name of that token.") Optional<String> tokenName,
            @Describe("Id of the thing.") Optional<String> thingId,
            @Describe("Key of the thing.") Optional<String> thingKey,
            @Describe("The thing key or e-mail address.") String whoAmI,
            @Describe("Address of the client.") String ipAddress,

            @Describe("Whether the user is root: it may do everything in groups that it is no member of.")
            boolean hasSuperAdmin,

            @Describe("The same.") boolean hasSuperOps,
            @Describe("Whether the role is admin or owner.") boolean hasOrgAdmin,
            @Describe("How the client is connected.") ConnInfo connInfo,

            @Describe("Seconds an HTTP session lives after its last use.")
            long ttl,

            @Describe("Always en.") String locale,

            @Describe("The commands the session may run, each with true; absent for admins.")
            Optional<Map<String, Boolean>> perms,

            @Describe("The keys of the roles; absent for admins.")
            Optional<List<String>> roleKeys,

            @Describe("Always false: groups do not hold groups.")
            boolean allowSubOrgAccess,

            @Describe("Always true: there are none.") boolean allAgreementsSigned,
            @Describe("When the session began.") Instant startTime,
            @Describe("Now.") Instant lastAccessed) {}

    /** How the client is connected. */
    public record ConnInfo(
            @Describe("MQTT or HTTP.") String protocol,
            @Describe("Address and port.") String remoteAddr) {}

    private final Supplier<List<? extends Signature<?, ?>>> commands;
    private final Apps apps;
    private final AppRoles roles;
    private final String serverId = ObjectId.next();
    private final Clock clock;

    /** @param commands all that the gateway answers, for {@code perms} */
    public SessionInfo(Supplier<List<? extends Signature<?, ?>>> commands, Apps apps, AppRoles roles, Clock clock) {
        this.commands = commands;
        this.apps = apps;
        this.roles = roles;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Optional<User> user = caller.user();
        Optional<Thing> thing = caller.thing();
        Optional<App> app =
                caller.principal() instanceof ThingPrincipal that ? Optional.ofNullable(that.app()) : Optional.empty();
        Optional<String> appId = caller.principal() instanceof ThingPrincipal that
                ? Optional.ofNullable(that.appId())
                : Optional.empty();
        boolean admin = caller.role().atLeast(Role.ADMIN);
        return new Result(
                caller.sessionId(),
                OpenSessions.ref(caller),
                serverId,
                caller.group().id(),
                caller.group().key(),
                user.map(User::id),
                user.map(User::email),
                appId,
                app.map(App::name),
                app.map(App::id),
                app.map(App::name),
                thing.map(Thing::id),
                thing.map(Thing::key),
                caller.whoAmI(),
                host(caller.origin().remoteAddress()),
                user.filter(User::isRoot).isPresent(),
                user.filter(User::isRoot).isPresent(),
                admin,
                new ConnInfo(caller.origin().protocol(), caller.origin().remoteAddress()),
                HttpSessions.LIFE.toSeconds(),
                "en",
                admin ? Optional.empty() : Optional.of(perms(caller)),
                admin ? Optional.empty() : Optional.of(roleKeys(caller, app)),
                false,
                true,
                caller.since(),
                clock.instant());
    }

    private Map<String, Boolean> perms(Caller caller) {
        return commands.get().stream()
                .filter(caller::may)
                .collect(Collectors.toMap(Signature::name, command -> true, (a, b) -> a, TreeMap::new));
    }

    /** Of an application as it is now: its roles may have been changed while the session lasts. */
    private List<String> roleKeys(Caller caller, Optional<App> shown) {
        List<String> ids =
                shown.flatMap(app -> apps.findById(app.id())).map(App::roleIds).orElse(List.of());
        return ids.isEmpty()
                ? List.of(caller.role().key())
                : ids.stream().flatMap(id -> key(caller, id).stream()).toList();
    }

    private Optional<String> key(Caller caller, String roleId) {
        return Role.ofId(roleId)
                .map(Role::key)
                .or(() -> roles.findById(caller.group().id(), roleId).map(AppRole::key));
    }

    private static String host(String address) {
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }
}
