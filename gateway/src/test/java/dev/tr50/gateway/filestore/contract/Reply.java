package dev.tr50.gateway.filestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.http.ByteClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An answer, byte by byte.
 *
 * @param status 0 when the connection ended without one
 * @param whole whether the body has the length that the head promised
 */
record Reply(int status, List<String> headers, byte[] body, boolean whole) {
    private static final JsonMapper JSON = new JsonMapper();

    static Reply to(Call call, int port) throws IOException {
        try (ByteClient client = new ByteClient(port)) {
            try {
                client.send(call.bytes());
            } catch (SocketException e) {
                // The answer may be there although the rest of the request was not wanted.
                return read(client, call.method());
            }
            return read(client, call.method());
        }
    }

    /** Reads the next answer from a connection. */
    static Reply read(ByteClient client, String method) throws IOException {
        List<String> head = client.head();
        while (!head.isEmpty() && head.get(0).startsWith("HTTP/1.1 100")) {
            head = client.head();
        }
        if (head.isEmpty()) {
            return new Reply(0, List.of(), new byte[0], false);
        }
        int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
        Reply bare = new Reply(status, head.subList(1, head.size()), new byte[0], true);
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return bare;
        }
        if (bare.header("Transfer-Encoding").isPresent()) {
            return bare.chunked(client);
        }
        int length = Integer.parseInt(bare.header("Content-Length").orElseThrow());
        byte[] bytes = client.bytes(length);
        return new Reply(status, bare.headers, bytes, bytes.length == length);
    }

    private Reply chunked(ByteClient client) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            String size = client.line();
            int length = size.isEmpty() ? -1 : Integer.parseInt(size, 16);
            byte[] chunk = client.bytes(Math.max(0, length));
            bytes.writeBytes(chunk);
            client.line();
            if (length <= 0 || chunk.length < length) {
                return new Reply(status, headers, bytes.toByteArray(), length == 0);
            }
        }
    }

    /** The value of a header that is there at most once. */
    Optional<String> header(String name) {
        List<String> found = headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .toList();
        assertThat(found).as(name).hasSizeLessThan(2);
        return found.stream().findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        return JSON.readTree(body);
    }

    /** The one with that status, or a failure that shows what came instead. */
    Reply expect(int wanted) {
        assertThat(status).as(this::toString).isEqualTo(wanted);
        assertThat(whole).as(this::toString).isTrue();
        return this;
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + (body.length > 2000 ? body.length + " bytes" : text());
    }
}
