package dev.tr50.gateway.filestore;

import dev.tr50.storage.Role;
import java.util.Objects;

/**
 * What the Filestore routes allow.
 *
 * @param maxFileBytes the longest file that an upload may have, at least 1
 * @param readRole the role in a group from which on a user reads its files
 */
public record FilestoreRules(long maxFileBytes, Role readRole) {

    /** 1 GiB, and editors. */
    public static final FilestoreRules DEFAULT = new FilestoreRules(1L << 30, Role.EDITOR);

    public FilestoreRules {
        Objects.requireNonNull(readRole, "readRole");
        if (maxFileBytes < 1) {
            throw new IllegalArgumentException("maxFileBytes must be at least 1");
        }
    }
}
