package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.gateway.thing.ThingKey;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingProvision;
import java.util.List;

/** What {@link ThingRoutes} take and answer. */
final class ThingForms {
    private static final int MOST = 200;

    private ThingForms() {}

    static void requireSome(WantedThing[] wanted) {
        if (wanted.length == 0 || wanted.length > MOST) {
            throw HttpRefused.malformed("the list must hold 1 to " + MOST + " things");
        }
        for (int i = 0; i < wanted.length; i++) {
            Rules.given("[" + i + "]", wanted[i]);
        }
    }

    /**
     * A thing to be made.
     *
     * @param thingKey its public identifier; left out for the name
     * @param key its secret; left out for one that is made up
     * @param externalKey a further secret that somebody else has given it; left out for none
     */
    record WantedThing(String name, String thingKey, String key, String externalKey) {
        WantedThing {
            Rules.name("name", name);
            if (thingKey == null && !ThingKey.isValid(name)) {
                throw HttpRefused.malformed("thing_key is missing, and the name is none");
            }
            thingKey = thingKey == null ? name : Rules.thingKey("thing_key", thingKey);
            Rules.secret("key", Rules.key("key", key), thingKey);
            Rules.secret("external_key", Rules.key("external_key", externalKey), thingKey);
        }

        NewThing withSecret(String secret, String by) {
            return new NewThing(
                    thingKey,
                    name,
                    null,
                    Groups.DEFAULT_DEFINITION,
                    List.of(),
                    List.of(),
                    Identifiers.NONE,
                    by,
                    null,
                    Secrets.hash(secret),
                    externalKey == null ? null : Secrets.hash(externalKey));
        }
    }

    /**
     * What is to be another.
     *
     * @param externalKey null, which is not the same as left out, takes it away
     * @param groupId the group that the thing moves to
     */
    record ChangedThing(String name, Given externalKey, String groupId) {
        ChangedThing {
            if (name != null) {
                Rules.name("name", name);
            }
            if (externalKey != null) {
                Rules.key("external_key", externalKey.value());
            }
        }

        /** Whether nothing but the name changes. */
        boolean isRenaming() {
            return externalKey == null && groupId == null;
        }

        void requireSecret(String thingKey) {
            if (externalKey != null) {
                Rules.secret("external_key", externalKey.value(), thingKey);
            }
        }

        ThingProvision provision() {
            boolean none = externalKey != null && externalKey.value() == null;
            String hash = externalKey == null || none ? null : Secrets.hash(externalKey.value());
            return new ThingProvision(name, groupId, null, hash, none);
        }
    }

    /** @param key the secret that the thing is to have; left out for one that is made up */
    record NewKey(String key) {
        NewKey {
            Rules.key("key", key);
        }
    }

    /** @param key the secret, shown this once */
    record Created(String id, String groupId, String name, String thingKey, String key) {
        static Created of(Thing thing, String key) {
            return new Created(thing.id(), thing.groupId(), thing.name(), thing.key(), key);
        }
    }

    /** Things that were made, in the order in which they were wanted. */
    record CreatedThings(List<Created> things) {}

    /** @param key the secret, shown this once */
    record Rekeyed(String id, String key) {}

    /**
     * A thing.
     *
     * @param hasKey whether it has a secret; one that registered itself has none
     */
    record Shown(String id, String groupId, String name, String thingKey, boolean hasKey, boolean hasExternalKey) {
        static Shown of(Thing thing) {
            return new Shown(
                    thing.id(),
                    thing.groupId(),
                    thing.name(),
                    thing.key(),
                    thing.secretHash() != null,
                    thing.externalKeyHash() != null);
        }
    }

    /** A part of the things of a group, by key. */
    record Things(long total, List<Shown> things) {}
}
