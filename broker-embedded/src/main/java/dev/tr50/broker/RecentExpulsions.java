package dev.tr50.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Who was turned out in the last minutes, and in which order with logins. No login takes as long as that. */
final class RecentExpulsions {

    private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

    private record Expulsion(long moment, long nanoTime) {}

    private final Map<Object, Expulsion> byWhom = new HashMap<>();
    private long moment;
    private long cleanedUp = System.nanoTime();

    /** The moment up to which expulsions have been noted. */
    synchronized long now() {
        return moment;
    }

    /** @param whom a {@link SessionKey.User} or the name of a group */
    synchronized void note(Object whom) {
        long nanos = System.nanoTime();
        if (nanos - cleanedUp > REMEMBERED) {
            byWhom.values().removeIf(expulsion -> nanos - expulsion.nanoTime() > REMEMBERED);
            cleanedUp = nanos;
        }
        byWhom.put(whom, new Expulsion(++moment, nanos));
    }

    /** Whether the user or its group was turned out after a moment. */
    synchronized boolean since(long earlier, SessionKey.User user) {
        return isAfter(earlier, user) || isAfter(earlier, user.group());
    }

    private boolean isAfter(long earlier, Object whom) {
        Expulsion expulsion = byWhom.get(whom);
        return expulsion != null && expulsion.moment() > earlier;
    }

    /** Whether a group was turned out. */
    synchronized boolean includes(String group) {
        return byWhom.containsKey(group);
    }
}
