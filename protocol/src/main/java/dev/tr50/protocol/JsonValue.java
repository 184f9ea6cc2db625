package dev.tr50.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A piece of JSON that the gateway carries without looking inside, for example what {@code diag.echo} returns. Numbers keep
 * the digits they came with.
 */
public final class JsonValue {
    private static final JsonMapper JSON = Json.reader(StreamReadConstraints.DEFAULT_MAX_DEPTH);

    private final JsonNode node;

    JsonValue(JsonNode node) {
        this.node = node;
    }

    /** An object without members. */
    public static JsonValue emptyObject() {
        return new JsonValue(Arguments.EMPTY);
    }

    /**
     * What {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when the text is no JSON
     */
    public static JsonValue parse(String text) {
        try {
            return new JsonValue(JSON.readTree(text));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("This is no JSON", e);
        }
    }

    /** A record as it stands in a reply. */
    public static JsonValue of(Record members) {
        return parse(Json.text(members));
    }

    @com.fasterxml.jackson.annotation.JsonValue
    JsonNode node() {
        return node;
    }

    /** Compact JSON text. */
    @Override
    public String toString() {
        return node.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonValue that && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }
}
