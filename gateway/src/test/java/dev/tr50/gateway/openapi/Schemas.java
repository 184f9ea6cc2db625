package dev.tr50.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema 2020-12: those of the description, and that of all descriptions. */
final class Schemas {
    private static final String OPENAPI = "https://spec.openapis.org/oas/3.1/";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialects(
            List.of(Dialects.getDraft202012(), Dialects.getOpenApi31()),
            builder -> builder.defaultDialectId(Dialects.getDraft202012().getId())
                    .schemas(Schemas::resource)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    private final JsonNode components;
    private final Map<JsonNode, Schema> known = new HashMap<>();

    Schemas(Description description) {
        components = description.root().get("components");
    }

    /** What is wrong with a value, by a schema that stands anywhere in the description. */
    List<String> complaints(JsonNode schema, JsonNode value) {
        return known.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /** The references in it begin at the root of the description. */
    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", components);
        return REGISTRY.getSchema(whole);
    }

    /** What is wrong with a description as such, its schemas included. */
    static List<String> complaints(Description description) {
        return REGISTRY
                .getSchema(SchemaLocation.of(OPENAPI + "schema-base/2022-10-07"))
                .validate(description.root())
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static String resource(String id) {
        if (!id.startsWith(OPENAPI)) {
            return null;
        }
        try (InputStream in = Schemas.class.getResourceAsStream(id.substring("https:/".length()))) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
