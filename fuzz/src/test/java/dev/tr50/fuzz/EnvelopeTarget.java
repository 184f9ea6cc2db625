package dev.tr50.fuzz;

import static dev.tr50.fuzz.Claims.claim;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Envelope;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.Limits;
import dev.tr50.protocol.Reply;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.ReplyWriter.Encoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A message: its envelope, the parameters of every command in it as that command reads them, and the reply. */
public final class EnvelopeTarget {

    private static final EnvelopeReader READER = new EnvelopeReader(Limits.DEFAULT);
    private static final ReplyWriter WRITER = new ReplyWriter();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Map<String, Function<Arguments, ?>> READERS =
            Catalogue.signatures().stream().collect(Collectors.toMap(Signature::name, Signature::reader));

    private EnvelopeTarget() {}

    public static void fuzzerTestOneInput(byte[] message) {
        Envelope envelope;
        try {
            envelope = READER.read(message);
        } catch (CommandException refused) {
            JsonNode reply = parsed(WRITER.writeRootFailure(refused));
            claim(!reply.path("success").asBoolean(true), "a message that was refused succeeded");
            return;
        }
        List<Encoded> replies = envelope.entries().stream()
                .map(entry -> WRITER.encode(answer(entry)))
                .toList();
        JsonNode reply = parsed(WRITER.write(replies));
        envelope.entries()
                .forEach(entry -> claim(reply.path(entry.id()).has("success"), "a command has no reply of its id"));
    }

    private static Reply answer(Entry entry) {
        if (entry instanceof Malformed malformed) {
            return new Reply.Failure(entry.id(), malformed.problem().problems());
        }
        Request request = (Request) entry;
        Function<Arguments, ?> reader = READERS.get(request.command());
        if (reader == null) {
            return new Reply.Success(entry.id(), request.arguments().asIs());
        }
        try {
            reader.apply(request.arguments());
            request.arguments().refuseIfWrong();
            return new Reply.Success(entry.id(), request.arguments().asIs());
        } catch (CommandException refused) {
            return new Reply.Failure(entry.id(), refused.problems());
        }
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new AssertionError("a reply is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
