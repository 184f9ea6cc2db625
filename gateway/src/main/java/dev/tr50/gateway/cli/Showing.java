package dev.tr50.gateway.cli;

import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Does single things on the wire and prints what was sent and what came back. */
final class Showing {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final String httpRoot;
    private final HttpClient http = HttpClient.newHttpClient();
    private int step;

    /** @param httpRoot what stands before the paths of HTTP, without a slash at its end */
    Showing(PrintWriter out, String httpRoot) {
        this.out = out;
        this.httpRoot = httpRoot;
    }

    /** Begins the next step. */
    void say(String what) {
        out.println();
        out.println(++step + ". " + what);
        out.flush();
    }

    /** Runs a command, which must succeed. */
    Tr50Client.Answer call(Tr50Client device, String command, String params)
            throws IOException, InterruptedException, Refusal {
        out.println("   → " + command + (params == null ? "" : " " + params));
        Tr50Client.Answer answer =
                device.call(command, params, PATIENCE).orElseThrow(() -> new Refusal("no reply to " + command));
        out.println("   ← " + answer.json());
        expect(answer.success(), command + " failed");
        return answer;
    }

    /** A request to a path. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(httpRoot + path)).timeout(PATIENCE);
    }

    /**
     * Sends a request, which must be answered with success.
     *
     * @param remark what else there is to say of the request
     */
    String send(HttpRequest.Builder prepared, String remark) throws IOException, InterruptedException, Refusal {
        HttpRequest request = prepared.build();
        out.println("   " + request.method() + " " + request.uri().getPath() + "  (" + remark + ")");
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        String body = response.body();
        out.println(("   " + response.statusCode() + " " + body.strip().replace("\n", "\\n")).stripTrailing());
        expect(
                response.statusCode() / 100 == 2,
                request.method() + " " + request.uri().getPath() + " failed");
        return body;
    }

    /** Ends the showing unless this holds. */
    static void expect(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }
}
