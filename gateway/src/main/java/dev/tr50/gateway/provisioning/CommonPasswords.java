package dev.tr50.gateway.provisioning;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The 30,000 passwords that were most used where passwords became known, as zxcvbn lists them. Whoever guesses tries them first. The list
 * is read each time, a few milliseconds when a user is made, and takes no memory between.
 */
final class CommonPasswords {
    private CommonPasswords() {}

    /** Whether a password is one of them, in capitals or not. */
    static boolean contains(String password) {
        try {
            return StandardDictionaries.PASSWORDS_LOADER
                    .load()
                    .getFrequencies()
                    .contains(password.toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
