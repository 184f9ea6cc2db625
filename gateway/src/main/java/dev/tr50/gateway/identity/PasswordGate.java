package dev.tr50.gateway.identity;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Lets users in by their password: a few at a time, because checking one is slow on purpose, those of one name one after
 * another, so that guesses side by side are counted like guesses in a row, and without looking while the name is locked.
 */
final class PasswordGate {
    private static final int TURNSTILES = 64;

    private final Passwords passwords;
    private final Lockout lockout;
    private final Semaphore room;
    private final Object[] turnstiles =
            Stream.generate(Object::new).limit(TURNSTILES).toArray();

    /** @param mostAtOnce passwords that are being checked or wait for it, at least 1; each holds a thread of its caller */
    PasswordGate(Passwords passwords, Lockout lockout, int mostAtOnce) {
        this.passwords = passwords;
        this.lockout = lockout;
        this.room = new Semaphore(mostAtOnce);
    }

    /**
     * Returns when the password is right.
     *
     * @param hash the password's hash, if there is a user of that name; without, everything happens as with a wrong password
     * @throws LoginRefused when it is wrong, the name is locked, or too many wait
     */
    void pass(String name, String password, Optional<String> hash) {
        refuseWhenLocked(name);
        if (hash.isPresent() && passwords.isKnownRight(password, hash.get())) {
            lockout.succeeded(name);
            return;
        }
        if (!room.tryAcquire()) {
            throw LoginRefused.busy();
        }
        try {
            synchronized (turnstile(name)) {
                refuseWhenLocked(name);
                check(name, password, hash);
            }
        } finally {
            room.release();
        }
    }

    private void refuseWhenLocked(String name) {
        lockout.lockedUntil(name).ifPresent(until -> {
            throw LoginRefused.locked(until);
        });
    }

    private void check(String name, String password, Optional<String> hash) {
        boolean right = hash.isPresent() ? passwords.matches(password, hash.get()) : passwords.checkNobodys(password);
        if (!right) {
            lockout.failed(name);
            throw LoginRefused.wrongPassword();
        }
        lockout.succeeded(name);
    }

    private Object turnstile(String name) {
        return turnstiles[Math.floorMod(name.hashCode(), TURNSTILES)];
    }
}
