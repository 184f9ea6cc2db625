package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import java.util.function.UnaryOperator;

/** The parameters that commands on messages have in common. */
final class MessageParams {
    static final Param<String> ID = Param.string("id", "Id of the message.").required();

    static final Param<String> METHOD =
            Param.string("method", "Which method is called.").as(longest(128)).required();

    /** SMP's sample sends the second name. */
    static final Param<JsonValue> PARAMS = Param.jsonObject("params", "What the method or command takes; default {}.");

    static final Param<JsonValue> PARAMETERS = Param.jsonObject("parameters", "Another spelling of params.");

    static final Param<Integer> ACK_TIMEOUT = Param.integer(
            "ackTimeout",
            "Seconds to wait for the answer, at most 300. Less than 1: do not wait, but tell the id of the message."
                    + " Default: what the definition of the method says, else 30.");
    static final Param<Integer> TTL = Param.integer(
            "ttl",
            "Seconds that the message waits to be fetched, at most 7 days; less than 1 means those. Default: as"
                    + " ackTimeout.");
    static final Param<Boolean> SINGLETON =
            Param.flag("singleton", "Whether the thing may have one open message with this command and method only.");

    private MessageParams() {}

    static UnaryOperator<String> longest(int most) {
        return text -> {
            if (text.isEmpty() || text.length() > most) {
                throw new IllegalArgumentException("must be 1 to " + most + " characters");
            }
            return text;
        };
    }

    /** What a method takes, by either name; null when it was not sent. */
    static JsonValue methodParams(Arguments arguments) {
        JsonValue params = arguments.get(PARAMS);
        JsonValue parameters = arguments.get(PARAMETERS);
        return params == null ? parameters : params;
    }
}
