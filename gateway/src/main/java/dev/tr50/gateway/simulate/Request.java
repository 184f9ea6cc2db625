package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A command to be sent.
 *
 * @param meantFor when it was to be sent, in the time of {@link System#nanoTime()}
 * @param then gets the params of its reply; nothing when it failed, in whichever way
 */
record Request(String command, ObjectNode params, long meantFor, Consumer<Optional<JsonNode>> then) {

    /** The key of the command in its message. */
    static final String ID = "1";

    /** One that is sent as soon as there is a reason to. */
    static Request now(String command, ObjectNode params, Consumer<Optional<JsonNode>> then) {
        return new Request(command, params, System.nanoTime(), then);
    }

    /** One whose reply holds nothing of interest. */
    static Request now(String command, ObjectNode params) {
        return now(command, params, result -> {});
    }

    /** The message that carries it. */
    ObjectNode message() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject(ID).put("command", command).set("params", params);
        return message;
    }
}
