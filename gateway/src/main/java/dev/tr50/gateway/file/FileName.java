package dev.tr50.gateway.file;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Files;
import dev.tr50.storage.Scope;
import dev.tr50.storage.StoredFile;
import java.nio.charset.StandardCharsets;

/**
 * The rule for file names: 1 to 255 bytes of UTF-8 without control characters, not {@code .} or {@code ..}. A slash is a
 * character like any other: names never become paths.
 */
final class FileName {
    private static final int MOST_BYTES = 255;

    static final Param<String> PARAM = Param.string("fileName", "Name of the file, unique in its scope.")
            .as(FileName::valid)
            .required();

    private FileName() {}

    /** @throws IllegalArgumentException with the rule in words */
    static String valid(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("must be 1 to " + MOST_BYTES + " bytes of UTF-8, it is " + bytes);
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not hold control characters");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("must not be . or ..");
        }
        return name;
    }

    /**
     * Finds a file or says so in the words clients know. An upload that is not finished is not found either.
     *
     * @throws CommandException with {@link ErrorCode#NOT_FOUND}
     */
    static StoredFile find(Files files, Scope scope, String name) {
        return files.find(scope, name).orElseThrow(() -> notFound(name));
    }

    static CommandException notFound(String name) {
        return new CommandException(ErrorCode.NOT_FOUND, "File " + name + " not found");
    }
}
