package dev.tr50.gateway.thing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Thing;
import java.time.Duration;

/** How far those who go through lists of things have come, each for whoever began it. The least used end first. */
final class ThingIterators {
    static final String NEW = "new";

    private static final int MOST = 10_000;
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Cache<String, Walk> walks =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(LIFE).build();

    /** A way through a list. Its last thing is to be read and changed by one who holds it. */
    static final class Walk {
        private final String token;
        private final String groupId;
        private final String whose;
        private final ThingListParams params;
        private Thing last;

        private Walk(String token, Caller caller, ThingListParams params) {
            this.token = token;
            this.groupId = caller.group().id();
            this.whose = caller.whoAmI();
            this.params = params;
        }

        String token() {
            return token;
        }

        ThingListParams params() {
            return params;
        }

        Thing last() {
            return last;
        }

        void goOn(Thing newLast) {
            last = newLast;
        }

        private boolean isOf(Caller caller) {
            return caller.group().id().equals(groupId) && caller.whoAmI().equals(whose);
        }
    }

    Walk begin(Caller caller, ThingListParams params) {
        Walk walk = new Walk(ObjectId.next(), caller, params);
        walks.put(walk.token(), walk);
        return walk;
    }

    /** @throws CommandException when there is none that the caller began, or it has ended */
    Walk find(Caller caller, String token) {
        Walk walk = walks.getIfPresent(token);
        if (walk == null || !walk.isOf(caller)) {
            throw new CommandException(ErrorCode.NOT_FOUND, "No such iterator, or it has ended");
        }
        return walk;
    }

    void end(Walk walk) {
        walks.invalidate(walk.token());
    }
}
