package dev.tr50.gateway.openapi;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The description of the HTTP routes, as a test reads it. */
final class Description {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final JsonNode root;
    private final Set<Operation> operations = new TreeSet<>();

    private Description(JsonNode root) {
        this.root = root;
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> add(path.getKey(), member.getKey(), member.getValue())));
    }

    static Description read(byte[] yaml) throws IOException {
        // Browsers refuse a member that is there twice, where this reader would take the last.
        YAMLMapper reader = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
        return new Description(reader.readTree(yaml));
    }

    /** HEAD goes with GET, as the description says of all of them. */
    private void add(String path, String method, JsonNode operation) {
        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path));
        if (method.equals("get") && !operation.has("x-no-head")) {
            operations.add(new Operation("HEAD", path));
        }
    }

    JsonNode root() {
        return root;
    }

    Collection<Operation> operations() {
        return operations;
    }

    /** The methods of a path as it is spelled in the description. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        operations.stream().filter(operation -> operation.path().equals(path)).forEach(o -> methods.add(o.method()));
        return methods;
    }

    Optional<Operation> find(String method, String rawPath) {
        return operations.stream()
                .filter(operation -> operation.matches(method, rawPath))
                .min(Comparator.comparingInt(Operation::parameters));
    }

    /** What stands under the responses of an operation, by status as it is spelled there. */
    JsonNode responses(Operation operation) {
        String method =
                operation.method().equals("HEAD") ? "get" : operation.method().toLowerCase(Locale.ROOT);
        return root.get("paths").get(operation.path()).get(method).get("responses");
    }

    /** What is said of an answer, and the key it is said under. */
    Optional<String> statusKey(Operation operation, int status) {
        JsonNode responses = responses(operation);
        return Arrays.stream(new String[] {Integer.toString(status), status / 100 + "XX"})
                .filter(responses::has)
                .findFirst();
    }

    /** The node itself, or what it refers to. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") && node.size() == 1
                ? root.at(node.get("$ref").asText().substring(1))
                : node;
    }
}
