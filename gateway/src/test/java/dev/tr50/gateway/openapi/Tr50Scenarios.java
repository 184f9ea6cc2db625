package dev.tr50.gateway.openapi;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.http.ByteClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;

/** TR50 over HTTP. */
final class Tr50Scenarios {
    private static final int MOST_GUESSES = 10;
    private static final String LONG = "x".repeat(AnswersAsDescribedTest.MOST_FILE_BYTES + 1);
    private static final String LARGE = "x".repeat(AnswersAsDescribedTest.MOST_SCOPE_BYTES - 10);

    private Tr50Scenarios() {}

    static Map<String, Scenario> all() {
        return Map.ofEntries(
                entry("POST /api", Tr50Scenarios::api),
                entry("GET /file/{id}", Tr50Scenarios::read),
                entry("POST /file/{id}", Tr50Scenarios::store),
                entry("GET /mqtt", Tr50Scenarios::mqtt));
    }

    private static void api(World world, String method) throws Exception {
        JsonNode replies = World.body(world.json(
                method,
                "/api",
                World.NOBODY,
                "{\"auth\":{\"command\":\"api.authenticate\",\"params\":" + login(world, world.newName()) + "},"
                        + "\"1\":{\"command\":\"file.list\"},\"2\":{\"command\":\"file.get\"}}"));
        String session = replies.at("/auth/params/sessionId").asText();
        world.json(
                method,
                "/api",
                World.NOBODY,
                "{\"auth\":{\"sessionId\":\"" + session + "\"},\"1\":{\"command\":\"diag.ping\"}}");
        world.json(method, "/api", World.NOBODY, "{\"1\":{\"command\":\"diag.ping\"}}");
        world.json(method, "/api", World.NOBODY, "no JSON");
        world.json(method, "/api", World.NOBODY, " ".repeat((1 << 20) + 1));
    }

    private static void read(World world, String method) throws Exception {
        String device = world.newName();
        String content = device + " is in the file";
        String path = "/file/" + stored(world, device, "{\"fileName\":\"a.txt\",\"public\":true}", content);
        Exchange whole = world.plain(method, path, World.NOBODY).succeeded();
        world.plain(
                method,
                path,
                World.NOBODY,
                "If-None-Match",
                whole.headers().firstValue("ETag").orElseThrow());
        world.plain(method, path, World.NOBODY, "Range", "bytes=2-4");
        world.plain(method, path, World.NOBODY, "Range", "bytes=4000-");
        world.plain(method, path, World.NOBODY, "If-Match", "\"another\"");
        world.plain(method, "/file/" + World.UNKNOWN_ID, World.NOBODY);
        world.plain(method, "/file/" + handle(world, device, "file.put", "{\"fileName\":\"b.txt\"}"), World.NOBODY);
        world.damage(content);
        world.plain(method, path, World.NOBODY);

        String closed = "/file/"
                + stored(
                        world,
                        device,
                        "{\"fileName\":\"c.txt\",\"public\":true,\"basicAuth\":{\"username\":\"u\",\"password\":\"p\"}}",
                        "3");
        int guesses = method.equals("HEAD") ? 1 : MOST_GUESSES + 1;
        for (int guess = 0; guess < guesses; guess++) {
            world.plain(method, closed, basic("u", "guess " + guess));
        }
    }

    private static void store(World world, String method) throws Exception {
        String device = world.newName();
        world.body(
                "text/plain",
                method,
                "/file/" + handle(world, device, "file.put", "{\"fileName\":\"a.txt\"}"),
                World.NOBODY,
                "1");
        CRC32 crc = new CRC32();
        crc.update("right".getBytes(StandardCharsets.UTF_8));
        String promised = "{\"fileName\":\"b.txt\",\"crc32\":" + crc.getValue() + "}";
        world.body("text/plain", method, "/file/" + handle(world, device, "file.put", promised), World.NOBODY, "wrong");
        world.body("text/plain", method, "/file/" + World.UNKNOWN_ID, World.NOBODY, "1");
        world.body(
                "text/plain",
                method,
                "/file/" + handle(world, device, "file.get", "{\"fileName\":\"a.txt\"}"),
                World.NOBODY,
                "1");
        world.body(
                "text/plain",
                method,
                "/file/" + handle(world, device, "file.put", "{\"fileName\":\"c.bin\"}"),
                World.NOBODY,
                LONG);
        world.body(
                "text/plain",
                method,
                "/file/" + handle(world, device, "file.put", "{\"fileName\":\"d.bin\"}"),
                World.NOBODY,
                LARGE);
        world.body(
                "text/plain",
                method,
                "/file/" + handle(world, device, "file.put", "{\"fileName\":\"e.bin\"}"),
                World.NOBODY,
                LARGE);
        String busy = "/file/" + handle(world, device, "file.put", "{\"fileName\":\"f.txt\"}");
        try (ByteClient first = new ByteClient(world.gateway.httpPort())) {
            first.send("POST " + busy + " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            first.head();
            world.body("text/plain", method, busy, World.NOBODY, "1");
        }
    }

    private static void mqtt(World world, String method) throws Exception {
        String webSocket = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
        String key = "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n";
        handshake(world, method, webSocket + key + "Sec-WebSocket-Protocol: mqtt\r\n");
        handshake(world, method, webSocket + "Sec-WebSocket-Key: short\r\n");
        handshake(world, method, "Accept: */*\r\n");
        handshake(world, method, "");
    }

    private static void handshake(World world, String method, String headers) throws Exception {
        try (ByteClient client = new ByteClient(world.gateway.httpPort())) {
            client.send(method + " /mqtt HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
            world.client.accept(Exchange.read(method, "/mqtt", client));
        }
    }

    /** Stores a file the way a device does, and tells its id. */
    private static String stored(World world, String device, String put, String content) throws Exception {
        world.body("text/plain", "POST", "/file/" + handle(world, device, "file.put", put), World.NOBODY, content);
        return tr50(world, device, "file.list", "{\"sort\":\"-uploadDate\"}")
                .at("/params/result/0/id")
                .asText();
    }

    private static String handle(World world, String device, String command, String params) throws Exception {
        return tr50(world, device, command, params).at("/params/fileId").asText();
    }

    private static JsonNode tr50(World world, String device, String command, String params) throws Exception {
        return World.body(world.json(
                        "POST",
                        "/api",
                        World.NOBODY,
                        "{\"auth\":{\"command\":\"api.authenticate\",\"params\":" + login(world, device)
                                + "},\"1\":{\"command\":\"" + command + "\",\"params\":" + params + "}}"))
                .get("1");
    }

    private static String login(World world, String device) {
        return "{\"appToken\":\"" + world.gateway.appToken() + "\",\"appId\":\"test\",\"thingKey\":\"" + device + "\"}";
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
