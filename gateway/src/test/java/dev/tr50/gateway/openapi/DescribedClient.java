package dev.tr50.gateway.openapi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An HTTP client that takes no answer but those that the gateway's own description allows, and remembers which it has seen. */
final class DescribedClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private final Description description;
    private final Contract contract;
    private final Map<Operation, Set<String>> seen = new TreeMap<>();

    private DescribedClient(String root, Description description) {
        this.root = root;
        this.description = description;
        contract = new Contract(description);
    }

    /** For the gateway that listens on a port of this machine; it is asked for its description. */
    static DescribedClient of(int port) throws IOException, InterruptedException {
        String root = "http://127.0.0.1:" + port;
        byte[] yaml = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(root + "/openapi.yaml")).build(), BodyHandlers.ofByteArray())
                .body();
        return new DescribedClient(root, Description.read(yaml));
    }

    Description description() {
        return description;
    }

    /** Sends a request without a body. Headers: name, value, name, value … */
    Exchange send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    Exchange send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        return accept(probe(method, path, body, headers));
    }

    /** Sends a request and takes whatever comes back. */
    Exchange probe(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Exchange.of(http.send(request.build(), BodyHandlers.ofByteArray()));
    }

    /** Looks at an answer that came some other way. */
    Exchange accept(Exchange exchange) {
        List<String> complaints = contract.complaints(exchange);
        if (!complaints.isEmpty()) {
            throw new AssertionError("not as described: " + String.join("; ", complaints) + "\n  in " + exchange);
        }
        Operation operation =
                description.find(exchange.method(), exchange.path()).orElseThrow();
        seen.computeIfAbsent(operation, first -> new TreeSet<>())
                .add(description.statusKey(operation, exchange.status()).orElseThrow());
        return exchange;
    }

    /** The statuses of an operation that have come back so far, as the description spells them. */
    Set<String> seen(Operation operation) {
        return seen.getOrDefault(operation, Set.of());
    }
}
