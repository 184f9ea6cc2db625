package dev.tr50.fuzz;

import static dev.tr50.fuzz.Claims.claim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Everything that one connection sends to the HTTP port of a running gateway, over a real socket: requests of every route, and
 * MQTT over WebSocket. Words between at signs stand for what is only known when the gateway runs.
 */
public final class HttpTarget {

    private static final int BETWEEN_LOOKS = 16;
    private static HttpTarget started;

    private final World world;
    private int fed;

    private HttpTarget() throws IOException, InterruptedException {
        world = World.get();
    }

    /** Jazzer calls it before it looks at the clock. */
    public static void fuzzerInitialize() {
        try {
            started = started == null ? new HttpTarget() : started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        fuzzerInitialize();
        try {
            started.feed(new String(input, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void feed(String input) throws IOException, InterruptedException {
        String said = input.replace("@bearer@", world.bearer())
                .replace("@secret@", World.SECRET)
                .replace("@group@", world.group());
        if (said.contains("@put@")) {
            said = said.replace("@put@", world.uploadId());
        }
        if (said.contains("@get@")) {
            said = said.replace("@get@", world.downloadId());
        }
        String heard = Bytes.exchange(world.httpPort(), said.getBytes(StandardCharsets.ISO_8859_1));
        claim(!heard.contains("HTTP/1.1 500 "), "the gateway failed: " + heard);
        world.claimQuiet();
        if (++fed % BETWEEN_LOOKS == 0) {
            world.claimSound();
        }
    }
}
