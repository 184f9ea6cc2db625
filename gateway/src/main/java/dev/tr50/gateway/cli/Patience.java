package dev.tr50.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.Set;

/**
 * How long the reply to a command is waited for.
 *
 * @param forThing whether it is a thing that gives the answer, and not the gateway
 */
record Patience(Duration time, boolean forThing) {
    private static final Duration USUAL = Duration.ofSeconds(10);
    /** What a thing has at most, and may have where the caller does not say: its definition does then. */
    private static final int LONGEST_ACK_TIMEOUT = 300;

    private static final Set<String> ASK_THINGS = Set.of("method.exec", "mailbox.send");

    /**
     * @param params JSON, or null
     * @param chosen seconds that the user wants to wait, or null
     */
    static Patience of(String command, String params, Integer chosen) {
        boolean forThing = ASK_THINGS.contains(command) && ackTimeout(params) > 0;
        Duration needed = forThing ? USUAL.plusSeconds(Math.min(LONGEST_ACK_TIMEOUT, ackTimeout(params))) : USUAL;
        return new Patience(chosen == null ? needed : Duration.ofSeconds(chosen), forThing);
    }

    private static int ackTimeout(String params) {
        try {
            JsonNode given =
                    params == null ? null : new JsonMapper().readTree(params).get("ackTimeout");
            return given == null || given.isNull() ? LONGEST_ACK_TIMEOUT : given.asInt(LONGEST_ACK_TIMEOUT);
        } catch (JsonProcessingException e) {
            // Whoever sends the params says what is wrong with them.
            return LONGEST_ACK_TIMEOUT;
        }
    }
}
