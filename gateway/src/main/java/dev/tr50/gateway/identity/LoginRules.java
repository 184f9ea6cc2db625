package dev.tr50.gateway.identity;

import java.time.Duration;

/**
 * What logins have to put up with.
 *
 * @param lockoutFailures wrong passwords of one user within {@code lockout} that lock the name; 0 never locks, at most 1000
 * @param lockout how long a name stays locked, at least a minute
 * @param tokenLife how long a login over plain HTTP is good for, at least a minute
 * @param bindAppId whether a thing is let in only with the application id (MQTT: client id) it first came with
 */
public record LoginRules(int lockoutFailures, Duration lockout, Duration tokenLife, boolean bindAppId) {

    /** 8 wrong passwords within 30 minutes lock for 30 minutes, as the vendor's cloud does; 10 hours; any application id. */
    public static final LoginRules DEFAULT = new LoginRules(8, Duration.ofMinutes(30), Duration.ofHours(10), false);

    public LoginRules {
        if (lockoutFailures < 0 || lockoutFailures > 1000) {
            throw new IllegalArgumentException("lockoutFailures must be from 0 to 1000, it is " + lockoutFailures);
        }
        if (lockout.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("lockout must be a minute at least, it is " + lockout);
        }
        if (tokenLife.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("tokenLife must be a minute at least, it is " + tokenLife);
        }
    }

    /** The same, with or without binding things to their application id. */
    public LoginRules withBindAppId(boolean bind) {
        return new LoginRules(lockoutFailures, lockout, tokenLife, bind);
    }
}
