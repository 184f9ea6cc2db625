package dev.tr50.gateway.mqtt;

import dev.tr50.broker.Authenticator;
import dev.tr50.broker.Login;
import dev.tr50.broker.Refusal;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Logins.LoggedIn;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Storage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets MQTT clients in: a user by e-mail address and password; a thing by its key as user name, an application's token or its
 * own secret as password, and the application's id on that thing as client id.
 */
public final class MqttLogins implements Authenticator {
    private final Logins logins;
    private final Storage storage;
    private final Clock clock;

    public MqttLogins(Logins logins, Storage storage, Clock clock) {
        this.logins = logins;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> authenticate(Login login) {
        Optional<LoggedIn> who = login.password() == null ? Optional.empty() : logIn(login);
        if (who.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Verdict.Refused(Refusal.BAD_CREDENTIALS, "User name or password is wrong"));
        }
        Verdict accepted = new Verdict.Accepted(who.get().group().id(), caller(who.get(), login));
        return who.get().isNew()
                ? storage.durable().thenApply(done -> accepted)
                : CompletableFuture.completedFuture(accepted);
    }

    private Optional<LoggedIn> logIn(Login login) {
        String password = new String(login.password(), StandardCharsets.UTF_8);
        return Logins.isUser(login.username())
                ? logins.user(login.username(), password)
                : logins.thing(login.username(), password, login.clientId());
    }

    private Caller caller(LoggedIn who, Login login) {
        return new Caller(
                ObjectId.next(),
                who.principal(),
                who.group(),
                who.role(),
                new Origin("MQTT", address(login.remote())),
                clock.instant());
    }

    static String address(InetSocketAddress remote) {
        return remote.getAddress() == null
                ? remote.toString()
                : remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
