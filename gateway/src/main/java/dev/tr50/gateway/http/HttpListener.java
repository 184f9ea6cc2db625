package dev.tr50.gateway.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP port that all doors of the gateway share, and if wanted one for HTTPS with the same doors.
 *
 * <p>HTTP/1.1 and 1.0 without any content encoding: clients compute checksums and ranges on the bytes as they arrive. What no
 * route knows is answered in JSON.
 */
public final class HttpListener {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final int EVENT_LOOPS = 2;

    /** A negative port is one random port that all acceptors with the same negative number share. */
    private static final int ANY_PORT = -1;

    private static final int ANY_OTHER_PORT = -2;
    private static final Duration PORT_RELEASE = Duration.ofSeconds(5);
    private static final Duration BLOCKED_THREAD_CHECK = Duration.ofMinutes(1);
    private static final long NEVER = 10_000;

    private final Vertx vertx;
    private final Exchanges exchanges;
    private final Router router;
    private final Acceptors plain;
    private final Optional<Acceptors> tls;

    private HttpListener(Vertx vertx, Exchanges exchanges, Router router, Acceptors plain, Optional<Acceptors> tls) {
        this.vertx = vertx;
        this.exchanges = exchanges;
        this.router = router;
        this.plain = plain;
        this.tls = tls;
    }

    /**
     * Binds the ports and serves the given routes.
     *
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static HttpListener start(HttpSettings settings, List<Routes> routes) throws IOException {
        return start(settings, List.of(), routes, HttpObserver.NOBODY);
    }

    /**
     * Binds the ports and serves the given routes.
     *
     * @param upgrades routes by which connections leave HTTP. The listener does not wait for them when it stops, and closes what
     *     became of them with its other connections at the end
     * @param observer is told of each request
     * @throws IOException when the address cannot be bound; the message names it
     */
    public static HttpListener start(
            HttpSettings settings, List<Routes> upgrades, List<Routes> routes, HttpObserver observer)
            throws IOException {
        Vertx vertx = Vertx.vertx(vertxOptions(settings));
        try {
            Exchanges exchanges = new Exchanges();
            Observation observation = new Observation(observer);
            BodyPace pace = new BodyPace(settings.idleTimeout());
            Router router = router(vertx, exchanges, observation, pace, upgrades, routes);
            OpenConnections open = new OpenConnections(settings.connections());
            Acceptors plain =
                    new Acceptors(plainOptions(settings), router, exchanges, open, connection -> true, observation);
            Optional<Acceptors> tls = Optional.ofNullable(settings.tls())
                    .map(wanted -> new Acceptors(
                            tlsOptions(settings), router, exchanges, open, admission(wanted), observation));
            listen(vertx, plain);
            if (tls.isPresent()) {
                listen(vertx, tls.get());
            }
            return new HttpListener(vertx, exchanges, router, plain, tls);
        } catch (IOException | RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** The port of plain HTTP. */
    public int port() {
        return plain.port();
    }

    /** The port of HTTPS, when there is one. */
    public OptionalInt tlsPort() {
        return tls.map(acceptors -> OptionalInt.of(acceptors.port())).orElse(OptionalInt.empty());
    }

    /** What has passed the port of plain HTTP. */
    public HttpCounts counts() {
        return plain.counts();
    }

    /** What has passed the port of HTTPS, when there is one. */
    public Optional<HttpCounts> tlsCounts() {
        return tls.map(Acceptors::counts);
    }

    /** Requests that are being answered. */
    public int running() {
        return exchanges.running();
    }

    /**
     * The paths under which something is served, as a router spells them: {@code /file/:id}. A route that looks at the path itself
     * is told by its name.
     */
    public List<String> paths() {
        return router.getRoutes().stream()
                .map(Route::getName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** From now on new connections are closed at once and new requests on old ones are refused; what runs goes on. */
    public void stopAccepting() {
        exchanges.stopAccepting();
    }

    /**
     * Stops accepting and lets running requests finish; connections stay open.
     *
     * @param grace how long running requests, transfers included, may still take
     */
    public void finish(Duration grace) {
        stopAccepting();
        if (!exchanges.awaitNone(grace)) {
            log.info("{} HTTP requests were cut off at the end of the grace period", exchanges.running());
        }
    }

    /**
     * {@linkplain #finish Finishes} what runs, then closes every connection and frees the port.
     *
     * @param grace how long running requests, transfers included, may still take
     */
    public void close(Duration grace) {
        finish(grace);
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(PORT_RELEASE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The HTTP listener did not close cleanly", e);
        }
    }

    private static void listen(Vertx vertx, Acceptors acceptors) throws IOException {
        try {
            await(vertx.deployVerticle(acceptors::next, new DeploymentOptions().setInstances(EVENT_LOOPS)));
        } catch (BindException e) {
            throw cannotListen(acceptors.options(), e);
        }
    }

    private static Predicate<HttpConnection> admission(HttpTls tls) {
        return connection -> tls.clients().isEmpty() || tls.clients().get().admits(connection.sslSession());
    }

    private static Router router(
            Vertx vertx,
            Exchanges exchanges,
            Observation observation,
            BodyPace pace,
            List<Routes> upgrades,
            List<Routes> routes) {
        Router router = Router.router(vertx);
        router.route().handler(observation::begin);
        router.route().handler(exchanges::admit);
        upgrades.forEach(group -> group.mount(router));
        router.route().handler(exchanges::track);
        router.route().handler(pace::watch);
        routes.forEach(group -> group.mount(router));
        ErrorPages.mount(router);
        return router;
    }

    /** A thread that is held for long, on a disk that does not answer, say, is told of now and then and without its stack. */
    private static VertxOptions vertxOptions(HttpSettings settings) {
        return new VertxOptions()
                .setBlockedThreadCheckInterval(BLOCKED_THREAD_CHECK.toMillis())
                .setWarningExceptionTime(NEVER)
                .setWarningExceptionTimeUnit(TimeUnit.DAYS)
                .setPreferNativeTransport(false)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(settings.workers())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions plainOptions(HttpSettings settings) {
        return serverOptions(settings)
                .setPort(settings.port() == 0 ? ANY_PORT : settings.port())
                .setHttp2ClearTextEnabled(false);
    }

    private static HttpServerOptions tlsOptions(HttpSettings settings) {
        HttpTls tls = settings.tls();
        HttpServerOptions options = serverOptions(settings)
                .setPort(tls.port() == 0 ? ANY_OTHER_PORT : tls.port())
                .setSsl(true)
                .setSslEngineOptions(new JdkSSLEngineOptions())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setUseAlpn(false)
                .setKeyCertOptions(KeyCertOptions.wrap(tls.certificate()));
        tls.clients()
                .ifPresent(clients -> options.setTrustOptions(TrustOptions.wrap(clients.trust()))
                        .setClientAuth(clients.required() ? ClientAuth.REQUIRED : ClientAuth.REQUEST));
        return options;
    }

    private static HttpServerOptions serverOptions(HttpSettings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // libtr50 takes the first header block it sees, even a 100, for the final answer.
                .setHandle100ContinueAutomatically(false)
                .setMaxChunkSize(16 * 1024)
                .setTcpNoDelay(true)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // Later than BodyPace, so that a client which stops sending gets an answer before its connection ends.
                .setIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis() * 5 / 4));
    }

    private static BindException cannotListen(HttpServerOptions options, BindException cause) {
        BindException failure = new BindException("cannot listen for " + (options.isSsl() ? "HTTPS" : "HTTP") + " on "
                + options.getHost() + ":" + options.getPort() + ": " + cause.getMessage());
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
