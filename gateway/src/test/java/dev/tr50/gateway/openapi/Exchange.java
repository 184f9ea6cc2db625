package dev.tr50.gateway.openapi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request and what came back.
 *
 * @param path as it was sent, without the query
 */
record Exchange(String method, String path, int status, HttpHeaders headers, byte[] body) {

    static Exchange of(HttpResponse<byte[]> response) {
        return new Exchange(
                response.request().method(),
                response.request().uri().getRawPath(),
                response.statusCode(),
                response.headers(),
                response.body());
    }

    /** Reads an answer byte by byte, for what no HTTP client does. */
    static Exchange read(String method, String path, ByteClient client) throws IOException {
        List<String> head = client.head();
        Map<String, List<String>> lines = head.stream()
                .skip(1)
                .map(line -> line.split(": *", 2))
                .collect(groupingBy(parts -> parts[0], mapping(parts -> parts[1], toList())));
        HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
        int length = (int) headers.firstValueAsLong("Content-Length").orElse(0);
        return new Exchange(method, path, Integer.parseInt(head.get(0).split(" ")[1]), headers, client.bytes(length));
    }

    /** The same, when it went well. */
    Exchange succeeded() {
        if (status >= 300) {
            throw new AssertionError("refused: " + this);
        }
        return this;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String shown = body.length > 500 ? body.length + " bytes" : text();
        return method + " " + path + " → " + status + " " + headers.map() + " " + shown;
    }
}
