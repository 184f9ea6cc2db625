package dev.tr50.gateway.logline;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.event.KeyValuePair;

/**
 * A log line as one JSON object: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, then what belongs to
 * it under names of its own ({@code client}, {@code command}, {@code durationMs} …), and {@code exception} with the stack trace.
 */
final class JsonLine extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();

    @Override
    public void start() {
        stack.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator line = json.createGenerator(bytes)) {
            line.writeStartObject();
            line.writeStringField("time", event.getInstant().toString());
            line.writeStringField("level", event.getLevel().toString());
            line.writeStringField("logger", event.getLoggerName());
            line.writeStringField("thread", event.getThreadName());
            line.writeStringField("message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    write(line, pair);
                }
            }
            if (event.getThrowableProxy() != null) {
                line.writeStringField("exception", stack.convert(event));
            }
            line.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a log line could not be written to memory", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator line, KeyValuePair pair) throws IOException {
        if (pair.value instanceof Double number) {
            line.writeNumberField(pair.key, number);
        } else if (pair.value instanceof Number number) {
            line.writeNumberField(pair.key, number.longValue());
        } else if (pair.value instanceof Boolean truth) {
            line.writeBooleanField(pair.key, truth);
        } else {
            line.writeStringField(pair.key, String.valueOf(pair.value));
        }
    }
}
