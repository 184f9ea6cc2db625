package dev.tr50.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Verticle;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.Router;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the acceptors of one port: one for each event loop, because a server of Vert.x stays on the loop that started it. */
final class Acceptors {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

    private final HttpServerOptions options;
    private final Router router;
    private final Exchanges exchanges;
    private final OpenConnections connections;
    private final Predicate<HttpConnection> admits;
    private final Observation observation;
    private final HttpCounts counts = new HttpCounts();
    private final ByteCounter bytes = new ByteCounter(counts);
    private final AtomicInteger port = new AtomicInteger();

    /** @param admits whether a connection, its TLS handshake done, may stay */
    Acceptors(
            HttpServerOptions options,
            Router router,
            Exchanges exchanges,
            OpenConnections connections,
            Predicate<HttpConnection> admits,
            Observation observation) {
        this.options = options;
        this.router = router;
        this.exchanges = exchanges;
        this.connections = connections;
        this.admits = admits;
        this.observation = observation;
    }

    HttpServerOptions options() {
        return options;
    }

    int port() {
        return port.get();
    }

    HttpCounts counts() {
        return counts;
    }

    Verticle next() {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                HttpServer server = vertx.createHttpServer(options)
                        .connectionHandler(Acceptors.this::welcome)
                        .exceptionHandler(Acceptors::connectionFailed)
                        .invalidRequestHandler(Acceptors.this::refuse)
                        .requestHandler(Acceptors.this::answer);
                server.listen()
                        .onSuccess(bound -> port.set(bound.actualPort()))
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }

    private void answer(HttpServerRequest request) {
        Precautions.add(request.response());
        router.handle(request);
    }

    private void refuse(HttpServerRequest request) {
        InvalidRequests.answer(request);
        observation.unreadable(request);
    }

    private void welcome(HttpConnection connection) {
        connection.exceptionHandler(Acceptors::connectionFailed);
        Channel channel = ((HttpServerConnection) connection).channel();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(bytes);
        pipeline.addAfter(pipeline.context(HttpResponseEncoder.class).name(), "one-at-a-time", new OneAtATime());
        boolean hasRoom = connections.enter(channel, counts);
        if (!exchanges.accepting() || !hasRoom || !admits.test(connection)) {
            connection.close();
        }
    }

    /** Resets, broken requests and time-outs: the peer's business, at the peer's rate. */
    private static void connectionFailed(Throwable cause) {
        log.debug("HTTP connection failed: {}", cause.toString());
    }
}
