package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.Role;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import dev.tr50.storage.User;
import io.vertx.ext.web.Router;
import java.util.Optional;

/**
 * {@code /identify}: which thing a key opens. Told to users about things of groups that they are members of, so that it helps
 * nobody to guess keys.
 */
final class IdentifyRoutes {
    private final Things things;
    private final HttpIdentity identity;

    IdentifyRoutes(Things things, HttpIdentity identity) {
        this.things = things;
        this.identity = identity;
    }

    void mount(Router router, Desk desk) {
        router.route("/identify").handler(new Resource().post(desk.asks(Asked.class, this::identify)));
    }

    /** @param type {@code internal}, which is meant when it is left out, for a thing's own secret, or {@code external} */
    record Asked(String key, String type) {
        private static final String INTERNAL = "internal";
        private static final String EXTERNAL = "external";

        Asked {
            Rules.given("key", key);
            type = type == null ? INTERNAL : type;
            if (!type.equals(INTERNAL) && !type.equals(EXTERNAL)) {
                throw HttpRefused.malformed("type must be internal or external");
            }
        }

        boolean isExternal() {
            return type.equals(EXTERNAL);
        }
    }

    /** The thing. */
    record Identified(String id) {}

    private Reply identify(Call call, Asked asked) {
        String hash = Secrets.hash(asked.key());
        Optional<Thing> found = asked.isExternal() ? things.findByExternalKeyHash(hash) : things.findBySecretHash(hash);
        return found.filter(thing -> sees(call.user(), thing))
                .map(thing -> Reply.ok(new Identified(thing.id())))
                .orElseThrow(HttpRefused::notFound);
    }

    private boolean sees(User user, Thing thing) {
        return identity.mayIn(user, thing.groupId(), Role.VIEWER);
    }
}
