package dev.tr50.gateway.filestore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.tr50.storage.FilePage;
import dev.tr50.storage.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Files as clients of the Filestore see them. */
final class FileJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private FileJson() {}

    /** Writes to memory, which does not fail. */
    private interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    /** One file: name, class, format, time, and its attributes where it has any. */
    static byte[] of(StoredFile file) {
        return line(out -> write(out, file));
    }

    /** A list: how many there are, what the client asked for where it did, and the files. */
    static byte[] of(FilePage page, ListQuery query) {
        return line(out -> {
            out.writeStartObject();
            out.writeNumberField("total", page.count());
            if (query.isPaged()) {
                out.writeNumberField("offset", query.offset());
                out.writeNumberField("limit", query.limit());
                out.writeStringField("order", query.order().name().toLowerCase(Locale.ROOT));
                out.writeStringField("dir", query.descending() ? "desc" : "asc");
            }
            out.writeArrayFieldStart("files");
            for (StoredFile file : page.files()) {
                write(out, file);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, StoredFile file) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", file.name());
        out.writeStringField("class", file.description().fileClass());
        out.writeStringField("format", file.description().format());
        out.writeFieldName("time");
        out.writeNumber(Seconds.text(file.description().time()));
        String attributes = file.description().attributes();
        if (attributes != null && !attributes.equals(Metadata.NO_ATTRIBUTES)) {
            out.writeFieldName("metadata");
            out.writeRawValue(attributes);
        }
        out.writeEndObject();
    }

    private static byte[] line(Content content) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            content.write(out);
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("JSON cannot be written to memory", e);
        }
        return bytes.toByteArray();
    }
}
