package dev.tr50.gateway.filestore;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path names: the files of a scope, or one of them.
 *
 * @param whose files of whom
 * @param groupId the id of the group, for {@link Whose#GROUP} only
 * @param segment the name of the file as it stands in the path, still encoded; null for all of them
 */
record Target(Whose whose, String groupId, String segment) {
    /** Every path of the Filestore. */
    static final List<Place> PLACES = List.of(
            new Place("/files", Whose.THING),
            new Place("/files/:name", Whose.THING),
            new Place("/fs/files", Whose.THING),
            new Place("/fs/files/:name", Whose.THING),
            new Place("/fs/groupfiles/:name", Whose.GROUP_OF_THING),
            new Place("/fs/groups/:groupId/files", Whose.GROUP),
            new Place("/fs/groups/:groupId/files/:name", Whose.GROUP));

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
     * Where files are.
     *
     * @param path as a router spells it
     */
    record Place(String path, Whose whose, Pattern pattern) {
        Place(String path, Whose whose) {
            this(
                    path,
                    whose,
                    Pattern.compile(
                            path.replace(":groupId", "(?<groupId>[^/]*)").replace(":name", "(?<name>[^/]+)")));
        }

        /**
         * Reads a path as the client sent it: an escaped slash belongs to a name.
         *
         * @return empty when the path is another one
         */
        Optional<Target> target(String rawPath) {
            Matcher matcher = pattern.matcher(rawPath == null ? "" : rawPath);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String groupId = path.contains(":groupId") ? matcher.group("groupId") : null;
            String segment = path.contains(":name") ? matcher.group("name") : null;
            return Optional.of(new Target(whose, groupId, segment));
        }
    }

    /** What a path names, as the client sent it; empty when it is none of the Filestore. */
    static Optional<Target> of(String rawPath) {
        return PLACES.stream().flatMap(place -> place.target(rawPath).stream()).findFirst();
    }

    /** The file's name. */
    String name() {
        return FileNames.inPath(segment);
    }
}
