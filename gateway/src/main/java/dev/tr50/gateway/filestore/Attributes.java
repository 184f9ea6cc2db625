package dev.tr50.gateway.filestore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gathers the attributes of a file and keeps them as they came: order, types, and every digit of a number, which no type of Java
 * holds in general. Only white space between them is lost.
 */
final class Attributes {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> members = new LinkedHashMap<>();
    private final Set<String> fromObject = new HashSet<>();
    private boolean given;

    /** Adds the value at which the parser stands, unless an object has one of this name. */
    void addLoose(String name, JsonParser in) throws IOException {
        given = true;
        String value = copy(in);
        if (!fromObject.contains(name)) {
            members.put(name, value);
        }
    }

    /** Adds the members of the object at whose beginning the parser stands. */
    void addObject(JsonParser in) throws IOException {
        given = true;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, copy(in));
            fromObject.add(name);
        }
    }

    /** A JSON object on one line; null when nothing was added, not even an empty object. */
    String text() throws IOException {
        if (!given) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                out.writeFieldName(member.getKey());
                out.writeRawValue(member.getValue());
            }
            out.writeEndObject();
        }
        return MetadataReader.unicode(text.toString());
    }

    private static String copy(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            int open = 0;
            do {
                JsonToken token = in.currentToken();
                copy(in, token, out);
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (open > 0 && in.nextToken() != null);
        }
        return text.toString();
    }

    private static void copy(JsonParser in, JsonToken token, JsonGenerator out) throws IOException {
        if (token.isNumeric()) {
            out.writeNumber(in.getText());
        } else {
            out.copyCurrentEvent(in);
        }
    }
}
