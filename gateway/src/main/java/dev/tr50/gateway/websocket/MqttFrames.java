package dev.tr50.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between frames of WebSocket and the bytes of MQTT. Frames and packets need not match: a packet may come in many frames and
 * a frame may hold many packets [MQTT-6.0.0-2]. Bytes go out as one binary frame for each packet.
 */
final class MqttFrames extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(MqttFrames.class);

    /** How long a client that reads nothing may hold up the closing of its connection. */
    private static final int FAREWELL_SECONDS = 2;

    private boolean closing;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        WebSocketFrame frame = (WebSocketFrame) message;
        if (closing || frame instanceof PongWebSocketFrame) {
            frame.release();
        } else if (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
            ctx.fireChannelRead(frame.content());
        } else if (frame instanceof PingWebSocketFrame) {
            answer(ctx, frame);
        } else {
            WebSocketCloseStatus status = frame instanceof CloseWebSocketFrame
                    ? WebSocketCloseStatus.NORMAL_CLOSURE
                    : WebSocketCloseStatus.INVALID_MESSAGE_TYPE;
            frame.release();
            farewell(ctx, status, ctx.newPromise());
        }
    }

    /** A client that pings without reading gets no more answers than its connection holds. */
    private static void answer(ChannelHandlerContext ctx, WebSocketFrame ping) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
        } else {
            ping.release();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            ctx.write(new BinaryWebSocketFrame(bytes), promise);
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        farewell(ctx, WebSocketCloseStatus.NORMAL_CLOSURE, promise);
    }

    private void farewell(ChannelHandlerContext ctx, WebSocketCloseStatus status, ChannelPromise closed) {
        if (closing || !ctx.channel().isActive() || !ctx.channel().isWritable()) {
            ctx.close(closed);
            return;
        }
        closeSoon(ctx);
        ctx.writeAndFlush(new CloseWebSocketFrame(status)).addListener(written -> ctx.close(closed));
    }

    private void closeSoon(ChannelHandlerContext ctx) {
        closing = true;
        ctx.executor().schedule(() -> ctx.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /** What is no WebSocket: the client is told why, once, and the connection closed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            farewell(ctx, broken.closeStatus(), ctx.newPromise());
        } else if (!closing) {
            closeSoon(ctx);
        }
    }
}
