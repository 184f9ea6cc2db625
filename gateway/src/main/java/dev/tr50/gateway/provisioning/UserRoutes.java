package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.storage.Page;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Token;
import dev.tr50.storage.User;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.List;

/** {@code /users} and {@code /password}: people. Root makes and removes them; everybody sees itself. */
final class UserRoutes {
    private final Storage storage;
    private final Logins logins;
    private final Passwords passwords;
    private final Accounts accounts;
    private final TurningOut turningOut;
    private final Clock clock;

    UserRoutes(
            Storage storage,
            Logins logins,
            Passwords passwords,
            Accounts accounts,
            TurningOut turningOut,
            Clock clock) {
        this.storage = storage;
        this.logins = logins;
        this.passwords = passwords;
        this.accounts = accounts;
        this.turningOut = turningOut;
        this.clock = clock;
    }

    void mount(Router router, Desk desk) {
        router.route("/users")
                .handler(new Resource().get(desk.users(this::list)).post(desk.users(NewUser.class, this::create)));
        router.route("/users/:id")
                .handler(new Resource().get(desk.users(this::show)).delete(desk.users(this::delete)));
        router.route("/password")
                .handler(new Resource().on(HttpMethod.PATCH, desk.users(PasswordChange.class, this::changePassword)));
    }

    /** Who is to be a user. */
    record NewUser(String email, String password) {
        NewUser {
            Rules.address("email", email);
            Rules.newPassword("password", password);
        }
    }

    /** A change of the caller's own password. */
    record PasswordChange(String oldPassword, String password) {
        PasswordChange {
            Rules.somePassword("old_password", oldPassword);
            Rules.newPassword("password", password);
        }
    }

    /** A user. */
    record Shown(String id, String email, boolean root) {
        static Shown of(User user) {
            return new Shown(user.id(), user.email(), user.isRoot());
        }
    }

    /** A part of all users, by address. */
    record Users(long total, List<Shown> users) {}

    private Reply create(Call call, NewUser wanted) {
        User user = accounts.create(call.user(), wanted.email(), wanted.password());
        return Reply.created(Shown.of(user), "/users/" + user.id());
    }

    private Reply list(Call call) {
        accounts.requireRoot(call.user());
        Call.Page part = call.page();
        Page<User> page = storage.users().page(part.offset(), part.limit());
        return Reply.ok(
                new Users(page.total(), page.items().stream().map(Shown::of).toList()));
    }

    private Reply show(Call call) {
        if (!call.user().id().equals(call.id())) {
            accounts.requireRoot(call.user());
        }
        return storage.users()
                .findById(call.id())
                .map(user -> Reply.ok(Shown.of(user)))
                .orElseThrow(HttpRefused::notFound);
    }

    private Reply delete(Call call) {
        accounts.requireRoot(call.user());
        accounts.delete(call.user(), storage.users().findById(call.id()).orElseThrow(HttpRefused::notFound));
        return Reply.noContent();
    }

    private Reply changePassword(Call call, PasswordChange change) {
        User user = TokenRoutes.check(logins, clock, call.user().email(), change.oldPassword(), call.from());
        Token shown = call.bearer().token();
        if (!storage.users().changePassword(user, passwords.hash(change.password()), shown.id())) {
            throw HttpRefused.with(409, "failed to update entity: the password was changed meanwhile");
        }
        storage.users().groupsOf(user.id()).forEach(group -> turningOut.user(group, user));
        return Reply.noContent();
    }
}
