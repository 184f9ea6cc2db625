package dev.tr50.gateway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files of a thing by the door of the Filestore. Group and thing are made over HTTP at first, and have to be there ever after. */
final class FilestoreFiles implements Shelf {
    private static final String BOUNDARY = "end-of-a-part";

    private final String name;
    private Site site;
    private String key;

    FilestoreFiles(String name) {
        this.name = name;
    }

    @Override
    public void connect(Site started) throws IOException {
        site = started;
        if (key == null) {
            String bearer = site.bearer();
            String group = made(bearer, "/groups", "{\"name\":\"" + name + "\"}")
                    .get("id")
                    .asText();
            key = "Thing "
                    + made(bearer, "/groups/" + group + "/things", "[{\"name\":\"" + name + "\"}]")
                            .at("/things/0/key")
                            .asText();
        }
    }

    private JsonNode made(String bearer, String route, String json) throws IOException {
        return Site.json(site.send(
                site.request(route)
                        .header("Authorization", bearer)
                        .header("Content-Type", "application/json")
                        .POST(Site.text(json)),
                201));
    }

    @Override
    public void put(String file, String text, boolean isThere) throws IOException {
        HttpRequest.BodyPublisher form = Site.text("--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file + "\"\r\n\r\n" + text
                + "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"format\":\""
                + text.length() + "\"}\r\n--" + BOUNDARY + "--\r\n");
        HttpRequest.Builder request = request(isThere ? "/files/" + file : "/files")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        if (isThere) {
            site.send(request.PUT(form), 200);
        } else {
            site.send(request.POST(form), 201);
        }
    }

    @Override
    public void remove(String file) throws IOException {
        site.send(request("/files/" + file).DELETE(), 204);
    }

    @Override
    public Optional<String> get(String file) throws IOException {
        HttpResponse<byte[]> answer = site.send(request("/files/" + file));
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() != 200) {
            throw new RefusedException(answer + ": " + text);
        }
        return Optional.of(text);
    }

    /** What is said of a file has come together with its bytes. */
    @Override
    public Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode file :
                Site.json(site.send(request("/files?limit=200"), 200)).get("files")) {
            String text = get(file.get("name").asText()).orElseThrow();
            if (!file.get("format").asText().equals(Integer.toString(text.length()))) {
                throw new AssertionError("Another text than that which " + file + " tells of: " + text);
            }
            names.add(file.get("name").asText());
        }
        return names;
    }

    private HttpRequest.Builder request(String target) {
        return site.request(target).header("Authorization", key);
    }

    @Override
    public void disconnect() {
        // Connections of HTTP end with the gateway.
    }

    @Override
    public String toString() {
        return "files of " + name + " over HTTP";
    }
}
