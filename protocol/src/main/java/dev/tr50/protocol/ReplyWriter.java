package dev.tr50.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.protocol.CommandException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Turns replies into the bytes of one message.
 *
 * <p>{@code success} is the first member of every reply and nothing but command ids stands at the root: the Java SDK scans
 * forward to the word {@code success}, one Python sample looks for {@code "success":true} as text, and the C library reads
 * the first root key only. Safe for use by many threads.
 */
public final class ReplyWriter {
    private final JsonMapper json = Json.writer();
    private final ObjectWriter results = json.writer();

    /** A reply as JSON, ready to stand in a message under its id. */
    public record Encoded(String id, byte[] json) {}

    /** Encodes one reply, so that its size is known before it joins others. */
    public Encoded encode(Reply reply) {
        boolean isRepeated = reply instanceof Reply.Success success && success.result() instanceof Repeated;
        return new Encoded(reply.id(), isRepeated ? kept((Reply.Success) reply) : bytes(out -> write(reply, out)));
    }

    private byte[] kept(Reply.Success reply) {
        return ((Repeated) reply.result()).written().orWrite(() -> bytes(out -> write(reply, out)));
    }

    /** One message that answers the given commands in the given order. */
    public byte[] write(List<Encoded> replies) {
        try (ByteArrayBuilder message = new ByteArrayBuilder(json.getFactory()._getBufferRecycler())) {
            char before = '{';
            for (Encoded reply : replies) {
                message.append(before);
                message.append('"');
                message.write(JsonStringEncoder.getInstance().quoteAsUTF8(reply.id()));
                message.append('"');
                message.append(':');
                message.write(reply.json());
                before = ',';
            }
            if (replies.isEmpty()) {
                message.append(before);
            }
            message.append('}');
            return message.toByteArray();
        }
    }

    /**
     * The answer to a message that failed as a whole: the three members of a failed reply, at the root. libtr50 and the HTTP
     * samples look for it there.
     */
    public byte[] writeRootFailure(CommandException failure) {
        return bytes(out -> writeFailure(failure.problems(), out));
    }

    private void write(Reply reply, JsonGenerator out) throws IOException {
        if (reply instanceof Reply.Failure failure) {
            writeFailure(failure.problems(), out);
            return;
        }
        Object result = ((Reply.Success) reply).result();
        out.writeStartObject();
        out.writeBooleanField("success", true);
        if (result != null) {
            out.writeFieldName("params");
            results.writeValue(out, result);
        }
        out.writeEndObject();
    }

    private static void writeFailure(List<Problem> problems, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeBooleanField("success", false);
        out.writeArrayFieldStart("errorCodes");
        for (Problem problem : problems) {
            out.writeNumber(problem.number());
        }
        out.writeEndArray();
        out.writeArrayFieldStart("errorMessages");
        for (Problem problem : problems) {
            out.writeString(problem.message());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private byte[] bytes(Body body) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(json.getFactory()._getBufferRecycler());
                JsonGenerator out = json.createGenerator(bytes)) {
            body.writeTo(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(JsonGenerator out) throws IOException;
    }
}
