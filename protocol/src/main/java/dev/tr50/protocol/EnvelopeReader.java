package dev.tr50.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the bytes of a message into commands. Safe for use by many threads. */
public final class EnvelopeReader {
    private static final String AUTH = "auth";
    private static final int EXCESS_FACTOR = 10;
    private static final int QUOTED = 120;

    private final Limits limits;
    private final JsonMapper json;

    public EnvelopeReader(Limits limits) {
        this.limits = limits;
        this.json = Json.reader(limits.depth());
    }

    /**
     * Reads one message.
     *
     * @throws CommandException with {@link ErrorCode#MALFORMED_MESSAGE} or {@link ErrorCode#TOO_LARGE} when the message as
     *     a whole cannot be read; what is wrong with a single command is an entry of the envelope instead, because a client
     *     that waits under that id would otherwise wait for ever
     */
    public Envelope read(byte[] message) {
        ObjectNode root = root(message);
        if (root.size() > limits.commands() * EXCESS_FACTOR) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE,
                    "Request has " + root.size() + " commands, at most " + limits.commands() + " are allowed");
        }
        List<Entry> entries = new ArrayList<>(root.size());
        Optional<String> sessionId = Optional.empty();
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            String id = member.getKey();
            JsonNode value = member.getValue();
            if (id.equals(AUTH) && value.isObject() && isAbsent(value.get("command"))) {
                sessionId = text(value.get("sessionId"));
            } else if (entries.size() >= limits.commands()) {
                entries.add(new Malformed(
                        id,
                        new CommandException(
                                ErrorCode.TOO_LARGE,
                                "At most " + limits.commands() + " commands are allowed in one message")));
            } else {
                entries.add(entry(id, value));
            }
        }
        return new Envelope(entries, sessionId);
    }

    private ObjectNode root(byte[] message) {
        Utf8.refuseWhatIsNone(message);
        try {
            JsonNode root = json.readTree(message);
            if (!(root instanceof ObjectNode object)) {
                throw malformed("Request is not a JSON object");
            }
            if (Surrogates.mayOccur(message) && Surrogates.areBroken(object)) {
                throw malformed("Request holds half a surrogate pair, which is no text");
            }
            return object;
        } catch (MismatchedInputException e) {
            throw malformed("Request goes on after the end of its JSON object");
        } catch (JacksonException e) {
            throw malformed("Request is not valid JSON: " + shorten(reason(e)) + at(e));
        } catch (NumberFormatException e) {
            throw malformed("Request holds a number whose exponent is out of range");
        } catch (IOException e) {
            // Bytes in an array cannot fail to be read.
            throw new IllegalStateException(e);
        }
    }

    private static Entry entry(String id, JsonNode value) {
        if (!value.isObject()) {
            return malformedEntry(id, ErrorCode.MALFORMED_MESSAGE, "Command \"" + shorten(id) + "\" is not an object");
        }
        JsonNode command = value.get("command");
        if (isAbsent(command)) {
            return malformedEntry(id, ErrorCode.BAD_PARAMETER, "command is required (string)");
        }
        if (!command.isTextual()) {
            return malformedEntry(id, ErrorCode.BAD_PARAMETER, "command must be a string");
        }
        JsonNode params = value.get("params");
        if (isAbsent(params)) {
            return new Request(id, command.textValue(), Arguments.none());
        }
        if (params instanceof ObjectNode object) {
            return new Request(id, command.textValue(), new Arguments(object));
        }
        return malformedEntry(id, ErrorCode.BAD_PARAMETER, "params must be an object");
    }

    private static Malformed malformedEntry(String id, ErrorCode code, String message) {
        return new Malformed(id, new CommandException(code, message));
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorCode.MALFORMED_MESSAGE, message);
    }

    private static boolean isAbsent(JsonNode node) {
        return node == null || node.isNull();
    }

    private static Optional<String> text(JsonNode node) {
        return isAbsent(node) || !node.isTextual() ? Optional.empty() : Optional.of(node.textValue());
    }

    /** The parser's own words, without the names of its settings. */
    private static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? "unreadable"
                : message.lines()
                        .findFirst()
                        .orElse("unreadable")
                        .replaceAll(",? *from `[^`]*`", "")
                        .replaceAll(":? *enable `[^`]*`.*", "");
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    static String shorten(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
