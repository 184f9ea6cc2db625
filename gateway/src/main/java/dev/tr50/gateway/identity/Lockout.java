package dev.tr50.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.gateway.logline.Printable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the wrong passwords of each user name and locks the name for a while when there are too many. Whether somebody has the
 * name makes no difference, so nobody learns from it which names there are. Kept in memory: a restart forgets it.
 */
final class Lockout {
    private static final Logger LOG = LoggerFactory.getLogger(Lockout.class);

    /** Whoever wants one name to be forgotten has to guess at so many others first, each at the price of a hash. */
    private static final int MOST_NAMES = 100_000;

    /**
     * @param failures when the last ones were, the oldest first; none while locked
     * @param lockedUntil null when not locked
     */
    private record History(List<Instant> failures, Instant lockedUntil) {
        static final History NONE = new History(List.of(), null);

        boolean isLocked(Instant now) {
            return lockedUntil != null && now.isBefore(lockedUntil);
        }
    }

    private final LoginRules rules;
    private final Clock clock;
    private final Cache<String, History> histories;

    Lockout(LoginRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        this.histories = Caffeine.newBuilder()
                .maximumSize(MOST_NAMES)
                .expireAfterWrite(rules.lockout())
                .build();
    }

    /** Until when the name is locked, if it is. */
    Optional<Instant> lockedUntil(String name) {
        History history = histories.getIfPresent(key(name));
        return history != null && history.isLocked(clock.instant())
                ? Optional.of(history.lockedUntil())
                : Optional.empty();
    }

    /** Counts a wrong password, unless the name is locked. */
    void failed(String name) {
        if (rules.lockoutFailures() > 0) {
            histories.asMap().compute(key(name), (key, known) -> oneMore(name, known == null ? History.NONE : known));
        }
    }

    /** Forgets the wrong passwords, after the right one. */
    void succeeded(String name) {
        histories.invalidate(key(name));
    }

    private History oneMore(String name, History known) {
        Instant now = clock.instant();
        if (known.isLocked(now)) {
            return known;
        }
        Instant since = now.minus(rules.lockout());
        List<Instant> failures = new ArrayList<>(
                known.failures().stream().filter(since::isBefore).toList());
        failures.add(now);
        if (failures.size() < rules.lockoutFailures()) {
            return new History(List.copyOf(failures), null);
        }
        Instant until = now.plus(rules.lockout());
        LOG.warn(
                "{} wrong passwords for one user name: {} is locked until {}",
                failures.size(),
                Printable.of(name),
                until);
        return new History(List.of(), until);
    }

    /** Names come from anybody and may be long; their hashes are not. */
    private static String key(String name) {
        return Secrets.hash(name);
    }
}
