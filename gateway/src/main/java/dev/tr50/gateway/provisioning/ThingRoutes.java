package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.gateway.provisioning.ThingForms.ChangedThing;
import dev.tr50.gateway.provisioning.ThingForms.Created;
import dev.tr50.gateway.provisioning.ThingForms.CreatedThings;
import dev.tr50.gateway.provisioning.ThingForms.NewKey;
import dev.tr50.gateway.provisioning.ThingForms.Rekeyed;
import dev.tr50.gateway.provisioning.ThingForms.Shown;
import dev.tr50.gateway.provisioning.ThingForms.Things;
import dev.tr50.gateway.provisioning.ThingForms.WantedThing;
import dev.tr50.gateway.thing.ThingRemoval;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.Group;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Page;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingProvision;
import dev.tr50.storage.User;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /groups/<id>/things} and {@code /things}: devices, the same that TR50 knows. Editors make and name them; what opens a
 * thing, where it is and whether it is, is for admins.
 */
final class ThingRoutes {
    private final Storage storage;
    private final HttpIdentity identity;
    private final TurningOut turningOut;
    private final ThingRemoval removal;

    ThingRoutes(Storage storage, HttpIdentity identity, TurningOut turningOut) {
        this.storage = storage;
        this.identity = identity;
        this.turningOut = turningOut;
        this.removal = new ThingRemoval(storage.provisioning(), turningOut::thing);
    }

    void mount(Router router, Desk desk) {
        router.route("/groups/:id/things")
                .handler(
                        new Resource().get(desk.users(this::list)).post(desk.users(WantedThing[].class, this::create)));
        router.route("/things/:id")
                .handler(new Resource()
                        .get(desk.users(this::show))
                        .on(HttpMethod.PATCH, desk.users(ChangedThing.class, this::change))
                        .delete(desk.users(this::delete)));
        router.route("/things/:id/key").handler(new Resource().post(desk.usersPerhaps(NewKey.class, this::changeKey)));
    }

    private Reply create(Call call, WantedThing[] wanted) {
        Group group = identity.group(call.user(), call.id(), Role.EDITOR);
        ThingForms.requireSome(wanted);
        List<String> keys = new ArrayList<>();
        List<NewThing> things = new ArrayList<>();
        for (WantedThing thing : wanted) {
            String key = thing.key() == null ? Secrets.next() : thing.key();
            keys.add(key);
            things.add(thing.withSecret(key, call.user().email()));
        }
        try {
            return created(storage.provisioning().createThings(group.id(), things), keys);
        } catch (AlreadyExistsException taken) {
            throw HttpRefused.exists();
        } catch (NoSuchDefinitionException groupIsGone) {
            throw HttpRefused.notFound();
        }
    }

    private static Reply created(List<Thing> things, List<String> keys) {
        List<Created> shown = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            shown.add(Created.of(things.get(i), keys.get(i)));
        }
        return Reply.created(new CreatedThings(shown), null);
    }

    private Reply list(Call call) {
        Group group = identity.group(call.user(), call.id(), Role.VIEWER);
        Call.Page part = call.page();
        Page<Thing> page = storage.things().page(group.id(), part.offset(), part.limit());
        return Reply.ok(
                new Things(page.total(), page.items().stream().map(Shown::of).toList()));
    }

    private Reply show(Call call) {
        return Reply.ok(Shown.of(thing(call, Role.VIEWER)));
    }

    private Reply change(Call call, ChangedThing change) {
        Thing thing = thing(call, change.isRenaming() ? Role.EDITOR : Role.ADMIN);
        if (change.groupId() != null) {
            identity.group(call.user(), change.groupId(), Role.ADMIN);
        }
        change.requireSecret(thing.key());
        Thing changed = changed(thing, change.provision(), call.user());
        if (!changed.groupId().equals(thing.groupId())) {
            turningOut.thing(thing);
        }
        return Reply.ok(Shown.of(changed));
    }

    private Reply changeKey(Call call, NewKey wanted) {
        Thing thing = thing(call, Role.ADMIN);
        String key = wanted == null || wanted.key() == null ? Secrets.next() : wanted.key();
        Rules.secret("key", key, thing.key());
        changed(thing, ThingProvision.secret(Secrets.hash(key)), call.user());
        turningOut.thing(thing);
        return Reply.ok(new Rekeyed(thing.id(), key));
    }

    private Thing changed(Thing thing, ThingProvision change, User by) {
        try {
            return storage.provisioning().change(thing, change, by.email()).orElseThrow(HttpRefused::notFound);
        } catch (AlreadyExistsException taken) {
            throw HttpRefused.exists();
        } catch (NoSuchDefinitionException groupIsGone) {
            throw HttpRefused.notFound();
        }
    }

    private Reply delete(Call call) {
        Thing thing = thing(call, Role.ADMIN);
        if (!removal.remove(thing)) {
            throw HttpRefused.notFound();
        }
        return Reply.noContent();
    }

    private Thing thing(Call call, Role atLeast) {
        Thing thing = Optional.of(call.id())
                .filter(ObjectId::isObjectId)
                .flatMap(storage.things()::findById)
                .orElseThrow(HttpRefused::notFound);
        identity.group(call.user(), thing.groupId(), atLeast);
        return thing;
    }
}
