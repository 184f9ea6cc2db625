package dev.tr50.gateway.provisioning;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;

/**
 * A text that was given, or null that was; itself null where the member was left out.
 *
 * @param value null when null was given
 */
@JsonDeserialize(using = Given.Reader.class)
record Given(String value) {

    static final class Reader extends JsonDeserializer<Given> {
        @Override
        public Given deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return new Given(context.readValue(json, String.class));
        }

        @Override
        public Given getNullValue(DeserializationContext context) {
            return new Given(null);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
