package dev.tr50.gateway.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps a connection on which nothing moves because its client waits for an answer that takes minutes, and notices when the client
 * leaves; one that has sent another request behind is not read any further, and noticed when the answer is written.
 */
final class Patience {

    /** A connection is closed because of these events. */
    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof IdleStateEvent)) {
                ctx.fireUserEventTriggered(event);
            }
        }
    }

    private Patience() {}

    /**
     * From now on until the request is answered. To be called on the event loop.
     *
     * @param left is told when the client is gone before that
     */
    static void during(RoutingContext ctx, Runnable left) {
        HttpServerRequest request = ctx.request();
        if (request.response().closed()) {
            left.run();
            return;
        }
        ChannelPipeline pipeline =
                ((ConnectionBase) request.connection()).channel().pipeline();
        ChannelHandlerContext watch = pipeline.context(IdleStateHandler.class);
        ChannelHandler deaf = new Deaf();
        if (watch != null) {
            pipeline.addAfter(watch.name(), null, deaf);
        }
        ctx.addEndHandler(answered -> {
            if (pipeline.context(deaf) != null) {
                pipeline.remove(deaf);
            }
            if (answered.failed()) {
                left.run();
            }
        });
    }
}
