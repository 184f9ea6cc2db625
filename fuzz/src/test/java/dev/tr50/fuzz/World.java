package dev.tr50.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A whole gateway in which there is something to do harm to, and clients in it that only want to be served. */
final class World {

    static final String SECRET = "a-secret-of-a-thing-that-everybody-here-knows";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static World started;

    private final Gateway gateway;
    private final Map<String, String> credentials;
    private final LogWatch log = LogWatch.begin();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String bearer;
    private final String group;
    private final Tr50Client bystander;

    private World(Path data) throws IOException, InterruptedException {
        gateway = Gateway.start(Settings.local(data));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(data)));
        credentials = FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
        bearer = post("/tokens", "{\"email\":\"" + email() + "\",\"password\":\"" + password() + "\"}")
                .path("token")
                .asText();
        group = furnish();
        bystander = thing("bystander");
    }

    /** The one of this process, which ends with the process and leaves nothing. */
    static synchronized World get() throws IOException, InterruptedException {
        if (started == null) {
            started = new World(Files.createTempDirectory("fuzz"));
        }
        return started;
    }

    private void end(Path data) {
        bystander.close();
        gateway.close();
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String furnish() throws IOException, InterruptedException {
        try (Tr50Client owner = owner()) {
            must(owner, "thing_def.create", """
                    {"key":"d","name":"D","properties":{"p":{"name":"P","unit":"C"}},"attributes":{"a":{"name":"A"}},
                     "alarms":{"al":{"name":"Al","states":[{"name":"off","color":"#00ff00"},{"name":"on","color":"#ff0000"}]}},
                     "methods":{"m":{"name":"M"}}}""");
            must(owner, "thing.create", "{\"key\":\"victim\",\"name\":\"Victim\",\"defKey\":\"d\",\"tags\":[\"t\"]}");
            must(owner, "property.publish", "{\"thingKey\":\"victim\",\"key\":\"p\",\"value\":1}");
            must(owner, "alarm.publish", "{\"thingKey\":\"victim\",\"key\":\"al\",\"state\":1}");
        }
        String id = get("/groups").path("groups").path(0).path("id").asText();
        String thing = "[{\"name\":\"known\",\"key\":\"" + SECRET + "\"}]";
        post("/groups/" + id + "/things", thing, "Authorization", "Bearer " + bearer);
        deliver(uploadId(), "content");
        return id;
    }

    private static void must(Tr50Client client, String command, String params)
            throws IOException, InterruptedException {
        Tr50Client.Answer answer = client.call(command, params, PATIENCE).orElseThrow();
        if (!answer.success()) {
            throw new IllegalStateException(command + ": " + answer.json());
        }
    }

    private String email() {
        return credentials.get(FirstStart.ADMIN_EMAIL);
    }

    private String password() {
        return credentials.get(FirstStart.ADMIN_PASSWORD);
    }

    Tr50Client owner() {
        return Tr50Client.connect("127.0.0.1", gateway.mqttPort(), email(), password(), null);
    }

    /** A thing that shows the application's token, and is registered when there is none of that key. */
    Tr50Client thing(String key) {
        return Tr50Client.connect("127.0.0.1", gateway.mqttPort(), key, credentials.get(FirstStart.APP_TOKEN), null);
    }

    int httpPort() {
        return gateway.httpPort();
    }

    String bearer() {
        return bearer;
    }

    JsonNode post(String path, String body, String... headers) throws IOException, InterruptedException {
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
                .timeout(PATIENCE);
    }

    private JsonNode answer(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        String body = http.send(request.build(), BodyHandlers.ofString()).body();
        return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : JSON.missingNode();
    }

    String group() {
        return group;
    }

    /** Where the bytes of the thing's file {@code f.txt} may be delivered, once. */
    String uploadId() throws IOException, InterruptedException {
        return fileId("file.put", "{\"fileName\":\"f.txt\"}");
    }

    /** Where they may be fetched, once. */
    String downloadId() throws IOException, InterruptedException {
        return fileId("file.get", "{\"fileName\":\"f.txt\"}");
    }

    private String fileId(String command, String params) throws IOException, InterruptedException {
        try (Tr50Client holder = thing("holder")) {
            return holder.call(command, params, PATIENCE)
                    .orElseThrow(() -> new AssertionError("no reply to " + command))
                    .params()
                    .path("fileId")
                    .asText();
        }
    }

    private void deliver(String upload, String content) throws IOException, InterruptedException {
        post("/file/" + upload, content);
    }

    String sessionOfOwner() throws IOException, InterruptedException {
        return session("{\"username\":\"" + email() + "\",\"password\":\"" + password() + "\"}");
    }

    String sessionOfThing(String key) throws IOException, InterruptedException {
        return session("{\"appToken\":\"" + credentials.get(FirstStart.APP_TOKEN)
                + "\",\"appId\":\"fuzz\",\"thingKey\":\"" + key + "\"}");
    }

    private String session(String params) throws IOException, InterruptedException {
        JsonNode reply = post("/api", "{\"auth\":{\"command\":\"api.authenticate\",\"params\":" + params + "}}");
        String id = reply.at("/auth/params/sessionId").asText();
        if (id.isEmpty()) {
            throw new IllegalStateException("nobody lets us in: " + reply);
        }
        return id;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).GET(), "Authorization", "Bearer " + bearer);
    }

    /** @throws AssertionError when somebody was harmed who did nothing: who was here before is not served, or nobody is let in */
    void claimSound() throws IOException, InterruptedException {
        log.claimQuiet();
        claimServed(bystander, "who was here before is not served any more");
        try (Tr50Client newcomer = thing("newcomer")) {
            claimServed(newcomer, "nobody is served any more");
        }
    }

    private static void claimServed(Tr50Client client, String otherwise) throws IOException, InterruptedException {
        client.call("diag.ping", "{}", PATIENCE)
                .filter(Tr50Client.Answer::success)
                .orElseThrow(() -> new AssertionError(otherwise));
    }

    void claimQuiet() {
        log.claimQuiet();
    }
}
