package dev.tr50.gateway.websocket;

import dev.tr50.gateway.http.RequestBody;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What the gateway says to a request for {@code /mqtt}: the opening handshake of WebSocket (RFC 6455, section 4.2). */
sealed interface Handshake {

    /** The names under which clients ask for MQTT; the first is that of [MQTT-6.0.0-3], the other that of MQTT 3.1. */
    List<String> SUBPROTOCOLS = List.of("mqtt", "mqttv3.1");

    /** The version of RFC 6455, the only one. */
    String VERSION = "13";

    String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    int KEY_BYTES = 16;

    /**
     * From here on both sides speak something else.
     *
     * @param answer status line and headers, to be sent as they are
     * @param framed whether MQTT comes in WebSocket frames, not just as it is
     */
    record Accepted(byte[] answer, boolean framed) implements Handshake {}

    /** An answer of HTTP, after which the connection goes on with HTTP. */
    record Refused(int status, String reason) implements Handshake {}

    /** @param request one with method GET */
    static Handshake of(HttpServerRequest request) {
        if (RequestBody.declaredLength(request) != 0) {
            return new Refused(400, "A handshake has no body");
        }
        if (isTunnel(request)) {
            return new Accepted(ascii("HTTP/1.1 200 OK\r\n\r\n"), false);
        }
        if (!isUpgrade(request)) {
            return new Refused(426, "This is MQTT over WebSocket; send a WebSocket handshake");
        }
        return webSocket(request.headers());
    }

    /**
     * libtr50 with its option https_proxy: it sends nothing but the host, waits for a head with status 200 that is no longer than
     * 255 bytes, and then speaks MQTT without any frames.
     */
    private static boolean isTunnel(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && request.headers().size() == 1
                && request.headers().contains("Host");
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && tokens(request.headers(), "Upgrade").stream().anyMatch("websocket"::equalsIgnoreCase)
                && tokens(request.headers(), "Connection").stream().anyMatch("upgrade"::equalsIgnoreCase);
    }

    private static Handshake webSocket(MultiMap headers) {
        if (!VERSION.equals(headers.get("Sec-WebSocket-Version"))) {
            return new Refused(426, "Only version " + VERSION + " of WebSocket is spoken here");
        }
        String key = headers.get("Sec-WebSocket-Key");
        if (headers.getAll("Sec-WebSocket-Key").size() != 1 || !isKey(key.strip())) {
            return new Refused(400, "Sec-WebSocket-Key must be 16 bytes in Base64");
        }
        List<String> offered = tokens(headers, "Sec-WebSocket-Protocol");
        Optional<String> agreed =
                offered.stream().filter(SUBPROTOCOLS::contains).findFirst();
        if (!offered.isEmpty() && agreed.isEmpty()) {
            return new Refused(400, "Sec-WebSocket-Protocol must offer mqtt or mqttv3.1");
        }
        return new Accepted(ascii(switchingProtocols(key.strip(), agreed)), true);
    }

    private static String switchingProtocols(String key, Optional<String> subprotocol) {
        return "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n"
                + subprotocol
                        .map(name -> "Sec-WebSocket-Protocol: " + name + "\r\n")
                        .orElse("")
                + "\r\n";
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest(ascii(key + SALT)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The elements of a header that is a list, in their order, however many lines it takes. */
    private static List<String> tokens(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
