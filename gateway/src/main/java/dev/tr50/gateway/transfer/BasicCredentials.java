package dev.tr50.gateway.transfer;

import dev.tr50.storage.BasicAuth;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiPredicate;

/** User name and password of the header {@code Authorization: Basic …} (RFC 7617), read as UTF-8. */
record BasicCredentials(String username, String password) {
    private static final String SCHEME = "Basic ";

    /** Empty when the header is missing, of another scheme or malformed. */
    static Optional<BasicCredentials> parse(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Compares both always, so that the time taken does not tell whether the user name was right. */
    boolean fit(BasicAuth wanted, BiPredicate<String, String> passwordMatches) {
        boolean sameName = MessageDigest.isEqual(
                username.getBytes(StandardCharsets.UTF_8), wanted.username().getBytes(StandardCharsets.UTF_8));
        return passwordMatches.test(password, wanted.passwordHash()) & sameName;
    }

    @Override
    public String toString() {
        return "BasicCredentials[username=" + username + "]";
    }
}
