package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.Group;
import dev.tr50.storage.Page;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code /groups}: the walls between things. Root makes them and owns what it made; owners remove them. */
final class GroupRoutes {
    private final Storage storage;
    private final HttpIdentity identity;
    private final TurningOut turningOut;

    GroupRoutes(Storage storage, HttpIdentity identity, TurningOut turningOut) {
        this.storage = storage;
        this.identity = identity;
        this.turningOut = turningOut;
    }

    void mount(Router router, Desk desk) {
        router.route("/groups")
                .handler(new Resource().get(desk.users(this::list)).post(desk.users(NewGroup.class, this::create)));
        router.route("/groups/:id")
                .handler(new Resource().get(desk.users(this::show)).delete(desk.users(this::delete)));
    }

    /**
     * What group is wanted.
     *
     * @param key what TR50 calls the key of the organisation; left out for the name in capitals, with {@code _} in place of
     *     what a key must not have
     */
    record NewGroup(String name, String key) {
        private static final Pattern KEY = Pattern.compile("[A-Z0-9_-]{1,64}");

        NewGroup {
            Rules.name("name", name);
            key = key == null ? name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_-]+", "_") : key;
            if (!KEY.matcher(key).matches()) {
                throw HttpRefused.malformed(
                        "key must be 1 to 64 capitals, digits, '_' or '-'; without one it is the name");
            }
        }
    }

    /** A group. */
    record Shown(String id, String key, String name) {
        static Shown of(Group group) {
            return new Shown(group.id(), group.key(), group.name());
        }
    }

    /** A part of the groups that the caller sees, by key. */
    record Groups(long total, List<Shown> groups) {}

    private Reply create(Call call, NewGroup wanted) {
        if (!call.user().isRoot()) {
            throw HttpRefused.forbidden();
        }
        try {
            Group group = storage.provisioning().createGroup(wanted.key(), wanted.name(), call.user());
            return Reply.created(Shown.of(group), "/groups/" + group.id());
        } catch (AlreadyExistsException taken) {
            throw HttpRefused.exists();
        }
    }

    private Reply list(Call call) {
        Call.Page part = call.page();
        Page<Group> page = call.user().isRoot()
                ? storage.groups().page(part.offset(), part.limit())
                : storage.groups().pageOf(call.user().id(), part.offset(), part.limit());
        return Reply.ok(
                new Groups(page.total(), page.items().stream().map(Shown::of).toList()));
    }

    private Reply show(Call call) {
        return Reply.ok(Shown.of(identity.group(call.user(), call.id(), Role.VIEWER)));
    }

    private Reply delete(Call call) {
        Group group = identity.group(call.user(), call.id(), Role.OWNER);
        if (!storage.provisioning().deleteGroup(group)) {
            throw HttpRefused.notFound();
        }
        turningOut.group(group.id());
        return Reply.noContent();
    }
}
