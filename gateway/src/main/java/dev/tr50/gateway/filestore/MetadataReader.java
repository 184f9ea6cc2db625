package dev.tr50.gateway.filestore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.storage.FileDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads what clients say of a file from JSON.
 *
 * <p>The members {@code class}, {@code format}, {@code time} and {@code name} speak of the file; the object {@code metadata} holds
 * attributes. A member that is {@code null} is taken for one that is not there; of a member given twice the last counts.
 */
final class MetadataReader {
    /** Bytes of JSON that are read at most. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_LEVELS = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNumberLength(MOST_BYTES)
                    .maxNameLength(MOST_BYTES)
                    .build())
            .build();

    private final JsonParser in;
    private final boolean othersAreAttributes;
    private final Attributes attributes = new Attributes();
    private String name;
    private String fileClass;
    private String format;
    private Double time;

    private MetadataReader(JsonParser in, boolean othersAreAttributes) {
        this.in = in;
        this.othersAreAttributes = othersAreAttributes;
    }

    /**
     * Reads the part {@code metadata} of a form. Members without a meaning of their own are attributes, too, and those of the
     * object {@code metadata} win over them.
     *
     * @return empty when there is nothing in it, or {@code null}
     * @throws HttpRefused status 400 when it is anything else than a JSON object with the right members
     */
    static Optional<Metadata> ofPart(byte[] utf8) {
        String json = text(utf8);
        return json.isBlank() || json.strip().equals("null") ? Optional.empty() : Optional.of(read(json, true));
    }

    /**
     * Reads a whole request body. Members without a meaning of their own are ignored.
     *
     * @throws HttpRefused status 400 when it is anything else than a JSON object with the right members
     */
    static Metadata ofBody(byte[] utf8) {
        return read(text(utf8), false);
    }

    private static String text(byte[] utf8) {
        try {
            return PercentEncoding.text(utf8);
        } catch (IllegalArgumentException e) {
            throw HttpRefused.malformed(e.getMessage());
        }
    }

    private static Metadata read(String json, boolean othersAreAttributes) {
        try (JsonParser in = JSON.createParser(json)) {
            return new MetadataReader(in, othersAreAttributes).read();
        } catch (StreamConstraintsException e) {
            throw HttpRefused.malformed("more than " + MOST_LEVELS + " levels deep");
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw HttpRefused.malformed("not JSON at line " + where.getLineNr() + ", column " + where.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private Metadata read() throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw HttpRefused.malformed("not a JSON object");
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String member = in.currentName();
            in.nextToken();
            readMember(member);
        }
        if (in.nextToken() != null) {
            throw HttpRefused.malformed("something follows the JSON object");
        }
        return new Metadata(name, fileClass, format, time, attributes.text());
    }

    private void readMember(String member) throws IOException {
        switch (member) {
            case "name" -> name = string(member);
            case "class" -> fileClass = word(member);
            case "format" -> format = word(member);
            case "time" -> time = number(member);
            case "metadata" -> readAttributes();
            default -> readOther(member);
        }
    }

    private void readOther(String member) throws IOException {
        if (othersAreAttributes) {
            attributes.addLoose(member, in);
        } else {
            in.skipChildren();
        }
    }

    private void readAttributes() throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            attributes.addObject(in);
        } else if (in.currentToken() != JsonToken.VALUE_NULL) {
            throw HttpRefused.malformed("metadata is not an object");
        }
    }

    private Double number(String member) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!in.currentToken().isNumeric()) {
            throw HttpRefused.malformed(member + " is not a number");
        }
        return Seconds.parse(in.getText());
    }

    private String word(String member) throws IOException {
        String word = string(member);
        if (word != null && (word.isEmpty() || word.length() > FileDescription.LONGEST_WORD)) {
            throw HttpRefused.malformed(member + " does not have 1 to " + FileDescription.LONGEST_WORD + " characters");
        }
        if (word != null && word.codePoints().anyMatch(Character::isISOControl)) {
            throw HttpRefused.malformed(member + " has a control character");
        }
        return word;
    }

    private String string(String member) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw HttpRefused.malformed(member + " is not a string");
        }
        return unicode(in.getText());
    }

    /** JSON can spell half a surrogate pair, which is no text: it could be kept but never sent back. */
    static String unicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw HttpRefused.malformed("half a surrogate pair is no text");
        }
        return text;
    }
}
