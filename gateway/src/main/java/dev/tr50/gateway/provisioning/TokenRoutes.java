package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.LoginRefused;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Token;
import dev.tr50.storage.Tokens;
import dev.tr50.storage.User;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** {@code /tokens}: what a user shows in place of its password. */
final class TokenRoutes {
    /** With one more the oldest ends. */
    private static final int MOST_LOGINS = 1000;

    private final Tokens tokens;
    private final Logins logins;
    private final Duration life;
    private final Clock clock;

    /** @param life how long a token is good for */
    TokenRoutes(Tokens tokens, Logins logins, Duration life, Clock clock) {
        this.tokens = tokens;
        this.logins = logins;
        this.life = life;
        this.clock = clock;
    }

    void mount(Router router, Desk desk) {
        router.route("/tokens").handler(new Resource().post(desk.everybody(Credentials.class, this::logIn)));
    }

    /** Who wants a token. */
    record Credentials(String email, String password) {
        Credentials {
            Rules.someAddress("email", email);
            Rules.somePassword("password", password);
        }
    }

    /** @param token opaque */
    record Issued(String token) {}

    private Reply logIn(Call call, Credentials credentials) {
        User user = check(logins, clock, credentials.email(), credentials.password(), call.from());
        String token = Secrets.next();
        Instant now = clock.instant();
        Token issued =
                new Token(ObjectId.next(), Secrets.hash(token), user.id(), Token.Kind.LOGIN, now, now.plus(life));
        if (!tokens.create(issued, user.passwordHash(), MOST_LOGINS)) {
            throw wrong();
        }
        return Reply.created(new Issued(token), null);
    }

    /**
     * The user with that address and password.
     *
     * @throws HttpRefused status 401 when there is none, 429 when the name is locked, 503 when too many log in at once
     */
    static User check(Logins logins, Clock clock, String email, String password, Origin from) {
        try {
            return logins.password(email, password, from);
        } catch (LoginRefused e) {
            throw switch (e.why()) {
                case LOCKED ->
                    HttpRefused.tryLater(
                            "failed to perform authentication over the entity: locked after too many wrong passwords",
                            secondsUntil(e.lockedUntil().orElseThrow(), clock));
                case BUSY -> HttpRefused.busy("too many logins at once", 1);
                default -> wrong();
            };
        }
    }

    private static long secondsUntil(Instant end, Clock clock) {
        return Math.max(1, Duration.between(clock.instant(), end).toSeconds() + 1);
    }

    private static HttpRefused wrong() {
        return HttpRefused.unauthenticated("Bearer", "failed to perform authentication over the entity");
    }
}
