package dev.tr50.gateway.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a thing does with its mail: {@code ping} and {@code echo} it answers at once; {@code reboot} it announces, leaves, comes back and
 * answers then, as real agents do; anything else it does not know.
 */
final class MethodAnswers {
    /** The number by which agents in the field say that they do not know a method. */
    private static final int NOT_FOUND = 12;

    /** How it gets its mail and gives its answers. */
    interface Line {
        void send(Request request);

        /** Leaves once everything is answered, and comes back. */
        void restart();
    }

    private final Line line;
    private final List<String> answeredAfterRestart = new ArrayList<>();
    private boolean checking;
    private boolean toldMeanwhile;
    private boolean restarting;

    MethodAnswers(Line line) {
        this.line = line;
    }

    /** There is mail. What comes before a restart is left for after it, when the gateway tells of it again. */
    synchronized void mailWaits() {
        if (restarting) {
            return;
        }
        if (checking) {
            toldMeanwhile = true;
        } else {
            check();
        }
    }

    /** The connection is there, anew or for the first time. */
    synchronized void connected() {
        checking = false;
        toldMeanwhile = false;
        restarting = false;
        answeredAfterRestart.forEach(id -> acknowledge(id, object().put("response", "rebooted")));
        answeredAfterRestart.clear();
    }

    private void check() {
        checking = true;
        line.send(Request.now("mailbox.check", object().put("autoComplete", false), this::read));
    }

    private synchronized void read(Optional<JsonNode> result) {
        checking = false;
        if (result.isPresent()) {
            for (JsonNode message : result.get().path("messages")) {
                answer(message);
            }
        }
        if (toldMeanwhile && !restarting) {
            toldMeanwhile = false;
            check();
        }
    }

    private void answer(JsonNode message) {
        String id = message.path("id").asText();
        String method = message.at("/params/method").asText();
        switch (method) {
            case "ping" ->
                acknowledge(
                        id,
                        object().put("response", "acknowledged")
                                .put("time_stamp", Instant.now().toString()));
            case "echo" -> acknowledge(id, message.at("/params/params"));
            case "reboot" -> {
                line.send(Request.now("mailbox.update", object().put("id", id).put("msg", "Rebooting")));
                answeredAfterRestart.add(id);
                restarting = true;
                line.restart();
            }
            default ->
                line.send(Request.now(
                        "mailbox.ack",
                        object().put("id", id)
                                .put("errorCode", NOT_FOUND)
                                .put("errorMessage", "There is no method " + method)));
        }
    }

    private void acknowledge(String id, JsonNode result) {
        ObjectNode params = object().put("id", id).put("errorCode", 0);
        params.set("params", result);
        line.send(Request.now("mailbox.ack", params));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
