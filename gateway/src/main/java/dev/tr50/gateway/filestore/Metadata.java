package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.FileDescription;
import dev.tr50.storage.FileDescriptionChange;

/**
 * What a client says of a file. Every component is null where it says nothing.
 *
 * @param name the name it thinks the file has
 * @param fileClass 1 to 254 characters
 * @param format 1 to 254 characters
 * @param time finite
 * @param attributes a JSON object; {@code {}} for none, which is not the same as nothing said
 */
record Metadata(String name, String fileClass, String format, Double time, String attributes) {
    static final String NO_ATTRIBUTES = "{}";

    /** Nothing said. */
    static final Metadata NONE = new Metadata(null, null, null, null, null);

    /** The same, with a time from elsewhere where it says none itself. */
    Metadata orTime(Double other) {
        return time == null ? new Metadata(name, fileClass, format, other, attributes) : this;
    }

    /**
     * Makes sure that it speaks of the file with this name.
     *
     * @throws HttpRefused status 400 when it names another one
     */
    Metadata of(String fileName) {
        if (name != null && !name.equals(fileName)) {
            throw HttpRefused.malformed("name is not that of the file");
        }
        return this;
    }

    /** The description of a new file. */
    FileDescription describe(String fileName, double now) {
        FileDescription usual = FileDescription.of(fileName, time == null ? now : time);
        return new FileDescription(
                fileClass == null ? usual.fileClass() : fileClass,
                format == null ? usual.format() : format,
                usual.time(),
                NO_ATTRIBUTES.equals(attributes) ? null : attributes);
    }

    /** What it changes in the description of a file that is there. */
    FileDescriptionChange change() {
        return new FileDescriptionChange(fileClass, format, time, attributes);
    }
}
