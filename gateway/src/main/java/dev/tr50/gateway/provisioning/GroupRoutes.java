package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.storage.Group;
import dev.tr50.storage.Page;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import io.vertx.ext.web.Router;
import java.util.List;

/** {@code /groups}: the walls between things. */
final class GroupRoutes {
    private final Storage storage;
    private final HttpIdentity identity;
    private final Organisations organisations;

    GroupRoutes(Storage storage, HttpIdentity identity, Organisations organisations) {
        this.storage = storage;
        this.identity = identity;
        this.organisations = organisations;
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
        NewGroup {
            Rules.name("name", name);
            key = key == null ? Rules.groupKey(name) : key;
            if (!Rules.isGroupKey(key)) {
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
        Group group = organisations.create(call.user(), wanted.key(), wanted.name());
        return Reply.created(Shown.of(group), "/groups/" + group.id());
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
        organisations.delete(call.user(), identity.group(call.user(), call.id(), Role.OWNER));
        return Reply.noContent();
    }
}
