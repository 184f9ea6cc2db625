package dev.tr50.gateway.identity;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.Group;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Token;
import dev.tr50.storage.User;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * Who asks over plain HTTP, told by the {@code Authorization} header: a thing by {@code Thing} and its secret or by
 * {@code External} and its external key, a user by {@code Bearer} and a login token or an API key. Looked up anew for each
 * request, so that whoever is gone is not let in again. Reads the database: for worker threads.
 */
public final class HttpIdentity {
    private static final String THING = "Thing";
    private static final String EXTERNAL = "External";
    private static final String BEARER = "Bearer";

    /** A user and the token it showed. */
    public record TokenBearer(User user, Token token) {}

    private final Storage storage;
    private final Clock clock;

    /** @param clock decides which tokens have expired */
    public HttpIdentity(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * The thing that asks.
     *
     * @param authorization the value of the header, or null
     * @throws HttpRefused status 401 when it names no thing
     */
    public Thing thing(String authorization) {
        Optional<String> secret = credential(THING, authorization);
        Optional<String> externalKey = credential(EXTERNAL, authorization);
        if (secret.isEmpty() && externalKey.isEmpty()) {
            throw HttpRefused.unauthenticated(THING, "missing or invalid bearer entity key");
        }
        return secret.flatMap(key -> storage.things().findBySecretHash(Secrets.hash(key)))
                .or(() -> externalKey.flatMap(key -> storage.things().findByExternalKeyHash(Secrets.hash(key))))
                .orElseThrow(
                        () -> HttpRefused.unauthenticated(THING, "failed to perform authentication over the entity"));
    }

    /**
     * The user that asks.
     *
     * @param authorization the value of the header, or null
     * @throws HttpRefused status 401 when it names no user
     */
    public User user(String authorization) {
        return bearer(authorization).user();
    }

    /**
     * The user that asks, and by what.
     *
     * @param authorization the value of the header, or null
     * @throws HttpRefused status 401 when it names no user
     */
    public TokenBearer bearer(String authorization) {
        String token = credential(BEARER, authorization)
                .orElseThrow(() -> HttpRefused.unauthenticated(BEARER, "missing or invalid bearer user token"));
        return storage.tokens()
                .find(Secrets.hash(token), clock.instant())
                .flatMap(known -> storage.users().findById(known.userId()).map(user -> new TokenBearer(user, known)))
                .orElseThrow(() -> HttpRefused.unauthenticated(BEARER, "failed to validate token"));
    }

    /**
     * The group with this id, when the user may do there what needs the given role. A user that is root may where it is no
     * member; where it is one, its role counts.
     *
     * @throws HttpRefused status 404 when there is no such group, 403 when the user may not
     */
    public Group group(User user, String groupId, Role atLeast) {
        Group group = group(groupId);
        if (!mayIn(user, groupId, atLeast)) {
            throw HttpRefused.forbidden();
        }
        return group;
    }

    /** Whether the user may do in that group what needs the given role. */
    public boolean mayIn(User user, String groupId, Role atLeast) {
        return storage.users()
                .role(user.id(), groupId)
                .map(role -> role.atLeast(atLeast))
                .orElse(user.isRoot());
    }

    private Group group(String groupId) {
        return Optional.of(groupId)
                .filter(ObjectId::isObjectId)
                .flatMap(storage.groups()::findById)
                .orElseThrow(HttpRefused::notFound);
    }

    /** What follows the scheme; schemes are the same in capitals and in small letters. */
    private static Optional<String> credential(String scheme, String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        String header = authorization.strip();
        int end = header.indexOf(' ');
        if (end < 0 || !header.substring(0, end).toLowerCase(Locale.ROOT).equals(scheme.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(header.substring(end).strip());
    }
}
