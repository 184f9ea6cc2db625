package dev.tr50.gateway.identity;

import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the first group, its owner and an application that registers things, in a data folder that has none, and writes what
 * people need to log in to {@code credentials.properties}. Later starts change nothing.
 */
public final class FirstStart {
    /** The name of the file in the data folder; its lines can be read by a shell as well. */
    public static final String CREDENTIALS = "credentials.properties";

    public static final String ADMIN_EMAIL = "TR50_ADMIN_EMAIL";
    public static final String ADMIN_PASSWORD = "TR50_ADMIN_PASSWORD";
    public static final String APP_TOKEN = "TR50_APP_TOKEN";

    private static final String GROUP_KEY = "DEFAULT";
    private static final String APP_NAME = "default";

    private final Storage storage;
    private final Passwords passwords;
    private final Map<String, String> environment;

    /** @param environment where the three values are looked for; each that is missing or empty is made up */
    public FirstStart(Storage storage, Passwords passwords, Map<String, String> environment) {
        this.storage = storage;
        this.passwords = passwords;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Does what is still to be done. The file is written before the rows are, and the user is the last of these, so that a crash in
     * between leaves what the next start takes over.
     *
     * @throws IOException when the file cannot be written
     * @throws IllegalArgumentException when a value from the environment cannot be used
     */
    public void runIn(Path dataFolder) throws IOException {
        if (storage.users().any()) {
            return;
        }
        Path file = dataFolder.resolve(CREDENTIALS);
        Map<String, String> earlier = Files.exists(file) ? read(file) : Map.of();
        Map<String, String> values = new LinkedHashMap<>();
        values.put(ADMIN_EMAIL, value(ADMIN_EMAIL, earlier, "admin@localhost"));
        values.put(ADMIN_PASSWORD, value(ADMIN_PASSWORD, earlier, Secrets.next()));
        values.put(APP_TOKEN, value(APP_TOKEN, earlier, Secrets.next()));
        if (!Logins.isUser(values.get(ADMIN_EMAIL))) {
            throw new IllegalArgumentException(ADMIN_EMAIL + " must be an e-mail address, it has no @");
        }
        write(file, values);
        createRows(values);
        storage.durable().join();
    }

    private void createRows(Map<String, String> values) {
        Group group = storage.groups()
                .findByKey(GROUP_KEY)
                .orElseGet(() -> storage.groups().create(GROUP_KEY, "Default"));
        String tokenHash = Secrets.hash(values.get(APP_TOKEN));
        if (storage.apps().findByTokenHash(tokenHash).isEmpty()) {
            storage.apps().create(group.id(), APP_NAME, tokenHash, Groups.DEFAULT_DEFINITION, List.of(), Role.EDITOR);
        }
        storage.users().createRoot(values.get(ADMIN_EMAIL), passwords.hash(values.get(ADMIN_PASSWORD)), group.id());
    }

    private String value(String name, Map<String, String> earlier, String otherwise) {
        String given = environment.getOrDefault(name, "");
        if (!given.isEmpty()) {
            if (given.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(name + " must not hold line breaks or control characters");
            }
            return given;
        }
        return earlier.getOrDefault(name, otherwise);
    }

    /** The credentials of a data folder. */
    public static Map<String, String> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> second));
    }

    private static void write(Path file, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder("# Made at the first start. Changing this file changes no password.\n");
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Path fresh = file.resolveSibling(CREDENTIALS + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        Files.write(fresh, text.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
