package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Token;
import dev.tr50.storage.Tokens;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code /keys}: API keys, which a user's programs show as a bearer token until they expire or are revoked. */
final class KeyRoutes {
    private static final int MOST_KEYS = 100;

    private final Tokens tokens;
    private final Clock clock;

    KeyRoutes(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    void mount(Router router, Desk desk) {
        router.route("/keys")
                .handler(
                        new Resource().get(desk.users(this::list)).post(desk.usersPerhaps(NewKey.class, this::create)));
        router.route("/keys/:id")
                .handler(new Resource().get(desk.users(this::show)).delete(desk.users(this::revoke)));
    }

    /**
     * What key is wanted.
     *
     * @param type 2, the number of API keys in the Filestore API as Mainflux has it; may be left out
     * @param duration seconds that it is good for; 0 or left out for ever
     */
    record NewKey(Long type, Long duration) {
        private static final long API_KEY = 2;
        private static final long LONGEST = Duration.ofDays(36_500).toSeconds();

        NewKey {
            if (type != null && type != API_KEY) {
                throw HttpRefused.malformed("type must be " + API_KEY + ", an API key");
            }
            if (duration != null && (duration < 0 || duration > LONGEST)) {
                throw HttpRefused.malformed("duration must be from 0 to " + LONGEST + " seconds");
            }
        }

        Instant expiry(Instant now) {
            return duration == null || duration == 0 ? null : now.plusSeconds(duration);
        }
    }

    /** @param value the key, shown this once */
    record Issued(String id, String value, String issuedAt, String expiresAt) {}

    /** A key without its value. */
    record Shown(String id, String issuedAt, String expiresAt) {
        static Shown of(Token key) {
            return new Shown(key.id(), key.issuedAt().toString(), text(key.expiresAt()));
        }
    }

    /** All keys of a user. */
    record Keys(int total, List<Shown> keys) {}

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private Reply create(Call call, NewKey wanted) {
        if (call.bearer().token().kind() != Token.Kind.LOGIN) {
            throw HttpRefused.forbidden();
        }
        String value = Secrets.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expiry = wanted == null ? null : wanted.expiry(now);
        Token key = new Token(ObjectId.next(), Secrets.hash(value), call.user().id(), Token.Kind.API_KEY, now, expiry);
        if (!tokens.createUnlessFull(key, MOST_KEYS)) {
            throw HttpRefused.with(409, "failed to create entity: no more than " + MOST_KEYS + " keys");
        }
        return Reply.created(new Issued(key.id(), value, now.toString(), text(expiry)), "/keys/" + key.id());
    }

    private Reply list(Call call) {
        List<Shown> keys =
                tokens.apiKeysOf(call.user().id()).stream().map(Shown::of).toList();
        return Reply.ok(new Keys(keys.size(), keys));
    }

    private Reply show(Call call) {
        return tokens.apiKeysOf(call.user().id()).stream()
                .filter(key -> key.id().equals(call.id()))
                .findFirst()
                .map(key -> Reply.ok(Shown.of(key)))
                .orElseThrow(HttpRefused::notFound);
    }

    private Reply revoke(Call call) {
        if (!tokens.removeApiKey(call.user().id(), call.id())) {
            throw HttpRefused.notFound();
        }
        return Reply.noContent();
    }
}
