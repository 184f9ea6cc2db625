package dev.tr50.gateway.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP port that all doors of the gateway share.
 *
 * <p>HTTP/1.1 and 1.0 without any content encoding: clients compute checksums and ranges on the bytes as they arrive. What no
 * route knows is answered with a TR50 failure in JSON.
 */
public final class HttpListener {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final int EVENT_LOOPS = 2;
    private static final Duration PORT_RELEASE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Exchanges exchanges;
    private final int port;

    private HttpListener(Vertx vertx, Exchanges exchanges, int port) {
        this.vertx = vertx;
        this.exchanges = exchanges;
        this.port = port;
    }

    /**
     * Binds the port and serves the given routes.
     *
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static HttpListener start(HttpSettings settings, List<Routes> routes) throws IOException {
        Vertx vertx = Vertx.vertx(vertxOptions(settings));
        try {
            Exchanges exchanges = new Exchanges();
            Router router = router(vertx, exchanges, routes);
            Acceptors acceptors = new Acceptors(serverOptions(settings), router, exchanges);
            await(vertx.deployVerticle(acceptors::next, new DeploymentOptions().setInstances(EVENT_LOOPS)));
            return new HttpListener(vertx, exchanges, acceptors.port());
        } catch (BindException e) {
            vertx.close();
            throw cannotListen(settings, e);
        } catch (IOException | RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** The port that is bound. */
    public int port() {
        return port;
    }

    /** From now on new connections are closed at once and new requests on old ones are refused; what runs goes on. */
    public void stopAccepting() {
        exchanges.stopAccepting();
    }

    /**
     * Stops accepting, lets running requests finish, then closes every connection and frees the port.
     *
     * @param grace how long running requests, transfers included, may still take
     */
    public void close(Duration grace) {
        stopAccepting();
        if (!exchanges.awaitNone(grace)) {
            log.info("{} HTTP requests were cut off at the end of the grace period", exchanges.running());
        }
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(PORT_RELEASE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The HTTP listener did not close cleanly", e);
        }
    }

    private static Router router(Vertx vertx, Exchanges exchanges, List<Routes> routes) {
        Router router = Router.router(vertx);
        router.route().handler(exchanges::track);
        routes.forEach(group -> group.mount(router));
        ErrorPages.mount(router);
        return router;
    }

    private static VertxOptions vertxOptions(HttpSettings settings) {
        return new VertxOptions()
                .setPreferNativeTransport(false)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(settings.workers())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions serverOptions(HttpSettings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                // A negative port is one random port shared by all acceptors.
                .setPort(settings.port() == 0 ? -1 : settings.port())
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                // libtr50 takes the first header block it sees, even a 100, for the final answer.
                .setHandle100ContinueAutomatically(false)
                .setMaxChunkSize(16 * 1024)
                .setTcpNoDelay(true)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis()));
    }

    private static BindException cannotListen(HttpSettings settings, BindException cause) {
        BindException failure = new BindException(
                "cannot listen for HTTP on " + settings.host() + ":" + settings.port() + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting the HTTP listener", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(
                    "cannot start the HTTP listener: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
