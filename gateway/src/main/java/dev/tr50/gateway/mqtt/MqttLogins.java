package dev.tr50.gateway.mqtt;

import dev.tr50.broker.Authenticator;
import dev.tr50.broker.Login;
import dev.tr50.broker.Refusal;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.identity.LoginRefused;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Logins.LoggedIn;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Storage;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets MQTT clients in: a user by e-mail address and password; a thing by its key as user name, an application's token or its
 * own secret as password, and the application's id on that thing as client id.
 */
public final class MqttLogins implements Authenticator {
    private static final int THREADS = 2;
    private static final int MOST_USERS_WAITING = 200;
    private static final int MOST_NEWS_WAITING = 10_000;

    private final Logins logins;
    private final Storage storage;
    private final Clock clock;
    private final Executor passwordChecks = threads("mqtt-password", MOST_USERS_WAITING);
    private final Executor registrations = threads("mqtt-registration", MOST_NEWS_WAITING);

    public MqttLogins(Logins logins, Storage storage, Clock clock) {
        this.logins = logins;
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Users log in on threads of their own, because things, whose tokens are quick to check, must not wait for them; and so do things
     * for which the database has to be changed, because it may stand still.
     */
    @Override
    public CompletionStage<Verdict> authenticate(Login login) {
        if (Logins.isUser(login.username())) {
            return later(login, this::user, passwordChecks);
        }
        return logins.isNews(login.username(), password(login), appId(login))
                ? later(login, this::thing, registrations)
                : verdict(login, this::thing);
    }

    private CompletionStage<Verdict> later(Login login, Function<Login, LoggedIn> logIn, Executor threads) {
        try {
            return CompletableFuture.supplyAsync(() -> verdict(login, logIn), threads)
                    .thenCompose(verdict -> verdict);
        } catch (RejectedExecutionException tooMany) {
            LoginRefused busy = logins.tooMany(login.username(), origin(login));
            return CompletableFuture.completedFuture(new Verdict.Refused(refusal(busy.why()), busy.getMessage()));
        }
    }

    private CompletionStage<Verdict> verdict(Login login, Function<Login, LoggedIn> logIn) {
        try {
            LoggedIn who = logIn.apply(login);
            Caller caller = caller(who, login);
            Verdict accepted = new Verdict.Accepted(who.group().id(), caller.whoAmI(), caller);
            return who.isNew()
                    ? storage.durable().thenApply(done -> accepted)
                    : CompletableFuture.completedFuture(accepted);
        } catch (LoginRefused e) {
            return CompletableFuture.completedFuture(new Verdict.Refused(refusal(e.why()), e.getMessage()));
        }
    }

    private LoggedIn user(Login login) {
        return logins.user(login.username(), password(login), origin(login));
    }

    private LoggedIn thing(Login login) {
        return logins.thing(login.username(), password(login), appId(login), origin(login));
    }

    private static String appId(Login login) {
        return login.isIdAssigned() ? null : login.clientId();
    }

    /** A missing password is as wrong as an empty one. */
    private static String password(Login login) {
        return login.password() == null ? "" : new String(login.password(), StandardCharsets.UTF_8);
    }

    private static Refusal refusal(LoginRefused.Why why) {
        return switch (why) {
            case WRONG -> Refusal.BAD_CREDENTIALS;
            case LOCKED -> Refusal.LOCKED;
            case BUSY -> Refusal.UNAVAILABLE;
            case OTHER_APP_ID -> Refusal.NOT_AUTHORIZED;
        };
    }

    private static Executor threads(String name, int mostWaiting) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(mostWaiting),
                new DefaultThreadFactory(name, true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Caller caller(LoggedIn who, Login login) {
        return new Caller(ObjectId.next(), who.principal(), who.group(), who.rights(), origin(login), clock.instant());
    }

    private static Origin origin(Login login) {
        return Origin.mqtt(address(login.remote()));
    }

    static String address(InetSocketAddress remote) {
        return remote.getAddress() == null
                ? remote.toString()
                : remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
