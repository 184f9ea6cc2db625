package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives a thing its files through the gateway's own doors: {@code file.put} by {@code POST /api}, then the bytes. */
@Command(
        name = "prepare-files",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Uploads small files to a thing over HTTP.")
public final class PrepareFiles implements Callable<Integer> {

    private static final int AT_ONCE = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Option(names = "--url", required = true, description = "Where the gateway listens, such as http://127.0.0.1:8080.")
    private String url;

    @Option(names = "--thing", required = true, description = "Key of the thing.")
    private String thing;

    @Option(names = "--token", required = true, description = "Token of the app.")
    private String token;

    @Option(names = "--files", defaultValue = "1000", description = "How many.")
    private int files;

    @Option(names = "--tags", defaultValue = "alpha,beta", split = ",", description = "Tags of every file.")
    private List<String> tags;

    /** Uploads and ends the process: 0 when every file is there. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PrepareFiles()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String session = authenticate();
        for (int first = 1; first <= files; first += AT_ONCE) {
            List<String> ids = put(session, first, Math.min(files, first + AT_ONCE - 1));
            CompletableFuture.allOf(ids.stream().map(this::upload).toArray(CompletableFuture[]::new))
                    .join();
        }
        return 0;
    }

    private String authenticate() throws IOException, InterruptedException {
        ObjectNode message = json.createObjectNode();
        command(message, "auth", "api.authenticate")
                .put("appToken", token)
                .put("appId", "bench")
                .put("thingKey", thing);
        return ask(message, "").path("auth").path("params").path("sessionId").asText();
    }

    private List<String> put(String session, int first, int last) throws IOException, InterruptedException {
        ObjectNode message = json.createObjectNode();
        for (int number = first; number <= last; number++) {
            ObjectNode params = command(message, Integer.toString(number), "file.put");
            params.put("thingKey", thing).put("fileName", "file-%04d.txt".formatted(number));
            tags.forEach(params.putArray("tags")::add);
        }
        JsonNode reply = ask(message, session);
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> reply.path(Integer.toString(number))
                        .path("params")
                        .path("fileId")
                        .asText())
                .toList();
    }

    private ObjectNode command(ObjectNode message, String id, String name) {
        return message.putObject(id).put("command", name).putObject("params");
    }

    private JsonNode ask(ObjectNode message, String session) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api"))
                .header("sessionId", session.isEmpty() ? "none" : session)
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(message)))
                .build();
        JsonNode reply =
                json.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        for (JsonNode answer : reply) {
            if (answer.path("success").isBoolean() && !answer.path("success").asBoolean()) {
                throw new IOException("The gateway answered " + answer);
            }
        }
        return reply;
    }

    private CompletableFuture<Void> upload(String fileId) {
        var request = HttpRequest.newBuilder(URI.create(url + "/file/" + fileId))
                .POST(BodyPublishers.ofByteArray(("The bytes of " + fileId).getBytes(UTF_8)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenAccept(PrepareFiles::require200);
    }

    private static void require200(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    response.request().uri() + " answered " + response.statusCode() + " " + response.body());
        }
    }
}
