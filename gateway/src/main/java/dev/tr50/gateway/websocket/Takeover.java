package dev.tr50.gateway.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.function.Consumer;

/**
 * Takes a connection from Vert.x, its idle timeout included, and leaves nothing but TLS in its pipeline.
 *
 * <p>The HTTP decoder goes last: what the client sent right behind its handshake is in it, and when it is removed it hands that
 * on to what follows it, which by then is the broker.
 */
final class Takeover {
    private final Channel channel;

    private Takeover(Channel channel) {
        this.channel = channel;
    }

    static Takeover of(HttpServerRequest request) {
        return new Takeover(((HttpServerConnection) request.connection()).channel());
    }

    void handOver(Handshake.Accepted handshake, int maxFrameBytes, Consumer<Channel> broker) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.flush();
        if (!channel.isActive() || !channel.isWritable()) {
            // Gone, or it has not read the answers to what it asked before; they would be lost with the handlers of
            // HTTP.
            channel.close();
            return;
        }
        ChannelHandler decoder = pipeline.get(HttpRequestDecoder.class);
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (handler != decoder && !(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
        pipeline.writeAndFlush(Unpooled.wrappedBuffer(handshake.answer()));
        if (handshake.framed()) {
            addFrames(pipeline, maxFrameBytes);
        }
        broker.accept(channel);
        pipeline.remove(decoder);
    }

    private static void addFrames(ChannelPipeline pipeline, int maxFrameBytes) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .maxFramePayloadLength(maxFrameBytes)
                .withUTF8Validator(false)
                // MqttFrames does: the decoder's own way of closing makes it say goodbye twice.
                .closeOnProtocolViolation(false)
                .build();
        pipeline.addLast("frame-encoder", new WebSocket13FrameEncoder(false))
                .addLast("frame-decoder", new WebSocket13FrameDecoder(config))
                .addLast("mqtt-frames", new MqttFrames());
    }
}
