package dev.tr50.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether answers are as the description says: status, headers, content type and body. */
final class Contract {
    private static final JsonMapper JSON = new JsonMapper();

    /** What HTTP itself needs, and what the description says of every answer. */
    private static final Set<String> OF_HTTP = Set.of(
            "content-type",
            "content-length",
            "transfer-encoding",
            "cache-control",
            "connection",
            "x-content-type-options",
            "x-frame-options",
            "content-security-policy",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy");

    private final Description description;
    private final Schemas schemas;

    Contract(Description description) {
        this.description = description;
        schemas = new Schemas(description);
    }

    /** What in an answer is not as described; nothing when all is well. */
    List<String> complaints(Exchange exchange) {
        Optional<Operation> operation = description.find(exchange.method(), exchange.path());
        if (operation.isEmpty()) {
            return List.of("no operation is described for this");
        }
        Optional<String> key = description.statusKey(operation.get(), exchange.status());
        if (key.isEmpty()) {
            return List.of("status " + exchange.status() + " is not described for " + operation.get());
        }
        JsonNode response =
                description.resolve(description.responses(operation.get()).get(key.get()));
        List<String> complaints = new ArrayList<>();
        if (!response.path("x-leaves-http").asBoolean()) {
            require(exchange, "X-Content-Type-Options", "nosniff", complaints);
            require(exchange, "X-Frame-Options", "DENY", complaints);
        }
        checkHeaders(exchange, response.path("headers"), complaints);
        checkBody(exchange, response.path("content"), complaints);
        return complaints;
    }

    private void checkHeaders(Exchange exchange, JsonNode described, List<String> complaints) {
        Set<String> known = new TreeSet<>(OF_HTTP);
        described.properties().forEach(header -> {
            String name = header.getKey();
            JsonNode rules = description.resolve(header.getValue());
            known.add(name.toLowerCase(Locale.ROOT));
            List<String> values = exchange.headers().allValues(name);
            if (values.isEmpty() && rules.path("required").asBoolean()) {
                complaints.add("header " + name + " is missing");
            }
            values.forEach(value -> schemas.complaints(rules.get("schema"), TextNode.valueOf(value))
                    .forEach(complaint -> complaints.add("header " + name + ": " + complaint)));
        });
        exchange.headers().map().keySet().stream()
                .filter(name -> !known.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> complaints.add("header " + name + " is not described"));
    }

    private static void require(Exchange exchange, String name, String value, List<String> complaints) {
        if (!exchange.headers().allValues(name).equals(List.of(value))) {
            complaints.add("header " + name + " is not " + value);
        }
    }

    private void checkBody(Exchange exchange, JsonNode content, List<String> complaints) {
        boolean bodiless = content.isMissingNode() || exchange.method().equals("HEAD");
        if (bodiless && exchange.body().length > 0) {
            complaints.add("there is a body");
        }
        if (content.isMissingNode()) {
            return;
        }
        String type =
                exchange.headers().firstValue("content-type").orElse("none").replaceAll(";.*", "");
        if (!content.has(type)) {
            complaints.add("content type " + type + " is not described");
        } else if (!bodiless && content.get(type).has("schema")) {
            schemas.complaints(content.get(type).get("schema"), parse(exchange, complaints))
                    .forEach(complaint -> complaints.add("body: " + complaint));
        }
    }

    private static JsonNode parse(Exchange exchange, List<String> complaints) {
        try {
            return JSON.readTree(exchange.body());
        } catch (JsonProcessingException e) {
            complaints.add("the body is not JSON: " + e.getOriginalMessage());
            return JSON.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException("nothing was read but memory", e);
        }
    }
}
