package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.GatewayProcess;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** How clients reach a gateway that runs: another one after each start. */
final class Site {
    private static final JsonMapper JSON = new JsonMapper();
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private final int mqttPort;
    private final int httpPort;
    private final Map<String, String> credentials;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Site(int mqttPort, int httpPort, Map<String, String> credentials) {
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
        this.credentials = credentials;
    }

    static Site of(GatewayProcess gateway) throws IOException {
        return new Site(gateway.mqttPort(), gateway.httpPort(), gateway.credentials());
    }

    /** A connection of a thing, which registers itself. */
    Line thing(String thingKey) throws IOException {
        return Line.connect(mqttPort, thingKey, credentials.get(FirstStart.APP_TOKEN), thingKey);
    }

    /** A connection of the owner. */
    Line owner(String clientId) throws IOException {
        return Line.connect(
                mqttPort,
                credentials.get(FirstStart.ADMIN_EMAIL),
                credentials.get(FirstStart.ADMIN_PASSWORD),
                clientId);
    }

    /** What opens the routes of groups and things. */
    String bearer() throws IOException {
        String login = "{\"email\":\"" + credentials.get(FirstStart.ADMIN_EMAIL) + "\",\"password\":\""
                + credentials.get(FirstStart.ADMIN_PASSWORD) + "\"}";
        return "Bearer "
                + json(send(
                                request("/tokens")
                                        .header("Content-Type", "application/json")
                                        .POST(text(login)),
                                201))
                        .get("token")
                        .asText();
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + target))
                .timeout(PATIENCE);
    }

    static HttpRequest.BodyPublisher text(String body) {
        return HttpRequest.BodyPublishers.ofString(body);
    }

    /** @throws RefusedException when the answer has another status */
    byte[] send(HttpRequest.Builder request, int wanted) throws IOException {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() != wanted) {
            throw new RefusedException(response.request() + " got " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static JsonNode json(byte[] body) throws IOException {
        return JSON.readTree(body);
    }
}
