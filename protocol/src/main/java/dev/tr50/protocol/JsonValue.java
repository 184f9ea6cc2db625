package dev.tr50.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A piece of JSON that the gateway carries without looking inside, for example what {@code diag.echo} returns. Numbers keep
 * the digits they came with.
 */
public final class JsonValue {
    private final JsonNode node;

    JsonValue(JsonNode node) {
        this.node = node;
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
