package dev.tr50.storage;

/**
 * What shall change in a {@link FileDescription}; null keeps what there is.
 *
 * @param attributes the text of a JSON object, which takes the place of all attributes there are; {@code {}} leaves none
 */
public record FileDescriptionChange(String fileClass, String format, Double time, String attributes) {

    /** Everything stays. */
    public static final FileDescriptionChange NONE = new FileDescriptionChange(null, null, null, null);

    /** @throws IllegalArgumentException when a class or format is too long or empty, or the time is not finite */
    public FileDescriptionChange {
        if (fileClass != null) {
            FileDescription.requireWord("class", fileClass);
        }
        if (format != null) {
            FileDescription.requireWord("format", format);
        }
        if (time != null) {
            FileDescription.requireTime(time);
        }
    }

    FileDescription applyTo(FileDescription old) {
        return new FileDescription(
                fileClass == null ? old.fileClass() : fileClass,
                format == null ? old.format() : format,
                time == null ? old.time() : time,
                attributes == null ? old.attributes() : attributes);
    }
}
