package dev.tr50.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords of people, kept as Argon2id hashes. Checking one takes tens of milliseconds and 12 MiB on purpose; never call it on
 * an I/O thread. A password that was right is remembered for ten minutes under a key that lives only in this process, so that a
 * script that logs in for every command does not pay each time.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 12 * 1024;
    private static final int ITERATIONS = 3;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Half of the processors: however many log in, commands are served, and memory stays bounded. */
    private final Semaphore atOnce =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, 1, HASH_BYTES, Argon2.ID);
    private final SecretKeySpec processKey = new SecretKeySpec(randomBytes(), "HmacSHA256");
    private final Cache<String, Boolean> right = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    /** The hash to store, with its salt and parameters inside. */
    public String hash(String password) {
        return inTurn(
                () -> Password.hash(password).addRandomSalt(16).with(argon2).getResult());
    }

    /** Whether the hash was made from this password; compared in constant time. */
    public boolean matches(String password, String hash) {
        if (isKnownRight(password, hash)) {
            return true;
        }
        boolean matches = inTurn(() -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
        if (matches) {
            right.put(key(password, hash), true);
        }
        return matches;
    }

    /** Whether the password was right before, which is quick to tell. False tells nothing. */
    boolean isKnownRight(String password, String hash) {
        return right.getIfPresent(key(password, hash)) != null;
    }

    /** Takes as long as checking a real password, so that the time does not tell which users exist. Always false. */
    boolean checkNobodys(String password) {
        hash(password);
        return false;
    }

    private <T> T inTurn(Supplier<T> slow) {
        atOnce.acquireUninterruptibly();
        try {
            return slow.get();
        } finally {
            atOnce.release();
        }
    }

    private String key(String password, String hash) {
        return seal(hash + '\n' + password);
    }

    private String seal(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(processKey);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
