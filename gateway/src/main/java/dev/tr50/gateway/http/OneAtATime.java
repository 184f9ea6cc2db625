package dev.tr50.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps requests that a client sends ahead (RFC 9112, 9.3.2) until those before them are answered, and stops reading meanwhile. Vert.x
 * keeps them too, but where the connection ends in the midst of one, it fails over that one and forgets the one that it answers:
 * nobody hears that its client has gone, and what it holds is never given back.
 */
final class OneAtATime extends ChannelDuplexHandler {

    private final Deque<Object> kept = new ArrayDeque<>();
    private boolean answering;
    private boolean readIsWanted;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (kept.isEmpty() && !mustWait(message)) {
            handOn(ctx, message);
        } else {
            kept.add(message);
        }
    }

    private boolean mustWait(Object message) {
        return answering && message instanceof HttpRequest;
    }

    private void handOn(ChannelHandlerContext ctx, Object message) {
        answering |= message instanceof HttpRequest;
        ctx.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (kept.isEmpty()) {
            ctx.read();
        } else {
            readIsWanted = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            answering = false;
            if (!kept.isEmpty()) {
                // Behind what the server does at the end of an answer.
                ctx.executor().execute(() -> goOn(ctx));
            }
        }
        ctx.write(message, promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void goOn(ChannelHandlerContext ctx) {
        while (!kept.isEmpty() && !mustWait(kept.peek())) {
            handOn(ctx, kept.remove());
        }
        // Vert.x flushes what it answers meanwhile only then.
        ctx.fireChannelReadComplete();
        if (kept.isEmpty() && readIsWanted) {
            readIsWanted = false;
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
    }

    private void forget() {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
