package dev.tr50.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file is about, in the words of the Filestore API.
 *
 * @param fileClass such as {@code image}; any text of 1 to {@value #LONGEST_WORD} characters
 * @param format such as {@code csv}; any text of 1 to {@value #LONGEST_WORD} characters
 * @param time Unix time in seconds, with a fraction; a finite number
 * @param attributes the text of a JSON object, kept as it was given; null when there is none
 */
public record FileDescription(String fileClass, String format, double time, String attributes) {

    /** Characters in a class or a format, at most. */
    public static final int LONGEST_WORD = 254;

    private static final String UNKNOWN_FORMAT = "bin";
    private static final String UNKNOWN_CLASS = "binary";
    private static final Map<String, String> CLASS_BY_FORMAT = Map.of(
                    "image", Stream.of("jpg", "jpeg", "png", "svg"),
                    "document",
                            Stream.of(
                                    "pdf", "csv", "txt", "json", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt",
                                    "odf", "odp", "ods", "xps"),
                    "bim", Stream.of("ifc"),
                    "pointcloud", Stream.of("e57"))
            .entrySet()
            .stream()
            .flatMap(formats -> formats.getValue().map(format -> Map.entry(format, formats.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** @throws IllegalArgumentException when a class or format is too long or empty, or the time is not finite */
    public FileDescription {
        requireWord("class", fileClass);
        requireWord("format", format);
        requireTime(time);
    }

    /**
     * The description of a file of which nothing but the name is known. The format is what follows the last dot, in small
     * letters, {@code bin} where nothing does; the class is the one that such files have, {@code binary} where nobody
     * knows. A slash ends what comes before it: {@code v1.2/notes} has no dot.
     *
     * @param time Unix time in seconds, a finite number
     */
    public static FileDescription of(String name, double time) {
        String format = formatOf(name);
        return new FileDescription(CLASS_BY_FORMAT.getOrDefault(format, UNKNOWN_CLASS), format, time, null);
    }

    private static String formatOf(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        String format = last.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot < 0 || format.isEmpty() || format.length() > LONGEST_WORD ? UNKNOWN_FORMAT : format;
    }

    static void requireWord(String what, String word) {
        Objects.requireNonNull(word, what);
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            throw new IllegalArgumentException(
                    "A " + what + " must have 1 to " + LONGEST_WORD + " characters, it has " + word.length());
        }
    }

    static void requireTime(double time) {
        if (!Double.isFinite(time)) {
            throw new IllegalArgumentException("A time must be a finite number, it is " + time);
        }
    }
}
