package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.HttpRefused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The fields of a form that say something of the file: {@code metadata} and {@code time}. Of two with one name the first counts. */
final class Fields {
    private static final Set<String> KNOWN = Set.of("metadata", "time");

    private final Set<String> taken = new HashSet<>();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private Metadata metadata;
    private Double time;

    /** Whether a part is one of these, and the first of its name; then its bytes belong in {@link #add}. */
    boolean begin(String name) {
        value.reset();
        return KNOWN.contains(name) && taken.add(name);
    }

    /** @throws HttpRefused status 413 when the part is too long */
    void add(byte[] bytes) {
        if (value.size() + bytes.length > MetadataReader.MOST_BYTES) {
            throw HttpRefused.with(413, "metadata is longer than " + MetadataReader.MOST_BYTES + " bytes");
        }
        value.writeBytes(bytes);
    }

    /** @throws HttpRefused status 400 when the part cannot be understood */
    void end(String name) {
        if (name.equals("metadata")) {
            metadata = MetadataReader.ofPart(value.toByteArray()).orElse(null);
        } else {
            String text = value.toString(StandardCharsets.UTF_8).strip();
            time = text.isEmpty() ? null : Double.valueOf(Seconds.parse(text));
        }
    }

    /** Whether they say nothing at all. */
    boolean isEmpty() {
        return metadata == null && time == null;
    }

    Metadata metadata() {
        return (metadata == null ? Metadata.NONE : metadata).orTime(time);
    }
}
