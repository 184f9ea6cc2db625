package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What stands in the reply to a message of one command. */
final class Replies {
    private Replies() {}

    /** What the command returned; nothing, and one more failure of its kind, when it failed. */
    static Optional<JsonNode> read(Tally tally, String kind, JsonNode reply) {
        JsonNode body = reply.path(Request.ID).isObject() ? reply.path(Request.ID) : reply;
        if (body.path("success").asBoolean()) {
            return Optional.of(body.path("params"));
        }
        tally.failed(
                kind,
                body.at("/errorCodes/0").asText() + " "
                        + body.at("/errorMessages/0").asText());
        return Optional.empty();
    }
}
