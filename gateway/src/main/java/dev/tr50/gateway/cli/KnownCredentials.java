package dev.tr50.gateway.cli;

import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a first start on this machine wrote down for those who want to log in, if it can be read here. */
final class KnownCredentials {
    private final Map<String, String> values;

    private KnownCredentials(Map<String, String> values) {
        this.values = values;
    }

    /** From the data folder that {@code TR50_DATA} names, or {@code ./data}; without values when there is none. */
    static KnownCredentials read() throws IOException {
        String data = Optional.ofNullable(System.getenv("TR50_DATA")).orElse("./data");
        Path file = Path.of(data, FirstStart.CREDENTIALS);
        return new KnownCredentials(Files.isReadable(file) ? FirstStart.read(file) : Map.of());
    }

    /** The first user, or null. */
    String email() {
        return values.get(FirstStart.ADMIN_EMAIL);
    }

    /** The password of the first user, or null. */
    String password() {
        return values.get(FirstStart.ADMIN_PASSWORD);
    }

    /** The token with which things register themselves, or null. */
    String appToken() {
        return values.get(FirstStart.APP_TOKEN);
    }
}
