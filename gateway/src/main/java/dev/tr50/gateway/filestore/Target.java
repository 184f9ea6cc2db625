package dev.tr50.gateway.filestore;

import java.util.Optional;

/**
 * What a path names: the files of a scope, or one of them.
 *
 * @param whose files of whom
 * @param groupId the id of the group, for {@link Whose#GROUP} only
 * @param segment the name of the file as it stands in the path, still encoded; null for all of them
 */
record Target(Whose whose, String groupId, String segment) {
    private static final String PREFIX = "/fs";
    private static final String GROUPS = "/groups/";
    private static final String GROUP_FILES = "/groupfiles/";
    private static final String FILES = "/files";

    /** Whose files a request is about. */
    enum Whose {
        /** The thing's own. */
        THING,
        /** Those of the group in the path, for a user. */
        GROUP,
        /** Those of the thing's group. */
        GROUP_OF_THING
    }

    /**
     * Reads a path as the client sent it: an escaped slash belongs to a name.
     *
     * @return empty when the path is none of the Filestore
     */
    static Optional<Target> of(String rawPath) {
        if (rawPath == null) {
            return Optional.empty();
        }
        String path = rawPath.startsWith(PREFIX + "/") ? rawPath.substring(PREFIX.length()) : rawPath;
        boolean prefixed = path.length() < rawPath.length();
        if (prefixed && path.startsWith(GROUPS)) {
            return ofGroup(path.substring(GROUPS.length()));
        }
        if (prefixed && path.startsWith(GROUP_FILES)) {
            return file(Whose.GROUP_OF_THING, null, path.substring(GROUP_FILES.length()));
        }
        return files(Whose.THING, null, path);
    }

    private static Optional<Target> ofGroup(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? Optional.empty() : files(Whose.GROUP, rest.substring(0, slash), rest.substring(slash));
    }

    private static Optional<Target> files(Whose whose, String groupId, String rest) {
        if (rest.equals(FILES)) {
            return Optional.of(new Target(whose, groupId, null));
        }
        return rest.startsWith(FILES + "/")
                ? file(whose, groupId, rest.substring(FILES.length() + 1))
                : Optional.empty();
    }

    private static Optional<Target> file(Whose whose, String groupId, String segment) {
        return segment.isEmpty() || segment.indexOf('/') >= 0
                ? Optional.empty()
                : Optional.of(new Target(whose, groupId, segment));
    }

    /** The file's name. */
    String name() {
        return FileNames.inPath(segment);
    }
}
