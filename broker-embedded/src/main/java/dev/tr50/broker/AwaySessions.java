package dev.tr50.broker;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sessions that are kept without a connection, for each user in the order in which their clients left. */
final class AwaySessions {

    private final int most;
    private final Map<SessionKey.User, Set<String>> away = new HashMap<>();

    AwaySessions(int most) {
        this.most = most;
    }

    /** Returns the session that has been away longest when the user has more of them than may be kept. */
    synchronized Optional<String> left(SessionKey key) {
        Set<String> ofUser = away.computeIfAbsent(key.user(), user -> new LinkedHashSet<>());
        ofUser.remove(key.id());
        ofUser.add(key.id());
        if (ofUser.size() <= most) {
            return Optional.empty();
        }
        Iterator<String> longest = ofUser.iterator();
        String ended = longest.next();
        longest.remove();
        return Optional.of(ended);
    }

    /** The session is away no more, because its client is back or it has ended. */
    synchronized void forget(SessionKey key) {
        Set<String> ofUser = away.get(key.user());
        if (ofUser != null && ofUser.remove(key.id()) && ofUser.isEmpty()) {
            away.remove(key.user());
        }
    }
}
