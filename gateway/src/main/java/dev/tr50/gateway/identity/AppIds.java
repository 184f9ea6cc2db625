package dev.tr50.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the application id with which a thing first came, and lets no other in where that is wanted. All things of an
 * application share its token, so this is what keeps one of them from posing as another. Off unless asked for: the ids of some
 * client libraries are constants.
 */
final class AppIds {
    private static final Logger LOG = LoggerFactory.getLogger(AppIds.class);

    private final Things things;
    private final boolean bind;

    AppIds(Things things, boolean bind) {
        this.things = things;
        this.bind = bind;
    }

    /**
     * The thing with the application id it has now.
     *
     * @param appId null when the client gave none
     * @throws LoginRefused when the thing is bound to another one
     */
    Thing check(Thing thing, String appId) {
        Thing known = isNews(thing, appId) ? things.claim(thing, appId) : thing;
        if (bind && known.appId() != null && !isSame(known.appId(), appId)) {
            LOG.warn(
                    "Thing {} of group {} came with an application id that is not the one it is bound to",
                    known.key(),
                    known.groupId());
            throw LoginRefused.otherAppId();
        }
        return known;
    }

    /** Whether the thing has none yet and comes with this one. */
    static boolean isNews(Thing thing, String appId) {
        return thing.appId() == null && appId != null && !appId.isEmpty();
    }

    /** The id that a thing is bound to is a secret, so the time this takes does not tell how much of a guess is right. */
    private static boolean isSame(String bound, String given) {
        return given != null && MessageDigest.isEqual(bound.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    /**
     * Lets a thing share the session of another that came with this application id. It is bound to the id only where ids are
     * watched: it may come by itself another time.
     *
     * @throws LoginRefused when the thing is bound to another one
     */
    Thing share(Thing thing, String appId) {
        return bind ? check(thing, appId) : thing;
    }
}
