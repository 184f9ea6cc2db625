package dev.tr50.gateway.http;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Tells a client that went away from a disk that failed: both end what is being sent with an {@link IOException}. */
public final class Departure {
    /** What the kernel says of a connection while it moves bytes of a file there by itself. */
    private static final Set<String> TEXTS = Set.of("Broken pipe", "Connection reset by peer");

    private Departure() {}

    /** Whether a request failed because its client is gone. */
    public static boolean isReasonOf(Throwable failure) {
        return failure instanceof ClientLeftException
                || failure instanceof ClosedChannelException
                || failure instanceof SocketException
                || failure instanceof SSLException
                || failure instanceof HttpClosedException
                || (failure instanceof IOException && TEXTS.contains(String.valueOf(failure.getMessage())));
    }
}
