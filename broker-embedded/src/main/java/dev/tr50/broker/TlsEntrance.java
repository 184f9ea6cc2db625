package dev.tr50.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a connection wait until its TLS handshake is over; what comes behind learns of the connection only then. A connection
 * that breaks TLS is closed without a word, because anybody can open such ones at any rate.
 */
final class TlsEntrance extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TlsEntrance.class);

    /** How long a client that reads nothing may hold up the closing of its connection. */
    private static final long FAREWELL_MILLIS = 1000;

    private final Predicate<SSLSession> admits;
    private final Consumer<Channel> onward;
    private boolean open;

    private TlsEntrance(Predicate<SSLSession> admits, Consumer<Channel> onward) {
        this.admits = admits;
        this.onward = onward;
    }

    /** @throws SSLException when this Java has no TLS 1.2 or 1.3 */
    static SslContext contextOf(MqttTls tls) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(tls.certificate())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
        tls.clients()
                .ifPresent(clients -> builder.trustManager(clients.trust())
                        .clientAuth(clients.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL));
        return builder.build();
    }

    /** Asks nothing of clients without certificates, and of the others whether they are still welcome. */
    static Predicate<SSLSession> admission(MqttTls tls) {
        return tls.clients().map(MqttTls.Clients::admits).orElse(session -> true);
    }

    /**
     * @param admits asked once the handshake is done
     * @param onward prepares the pipeline for what comes out of TLS
     */
    static void guard(
            Channel channel,
            SslContext context,
            long handshakeMillis,
            Predicate<SSLSession> admits,
            Consumer<Channel> onward) {
        SslHandler tls = context.newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(handshakeMillis);
        tls.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
        channel.pipeline().addLast("tls", tls).addLast("tls-entrance", new TlsEntrance(admits, onward));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Passed on after the handshake.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            ctx.fireUserEventTriggered(event);
        } else if (handshake.isSuccess() && !open) {
            enter(ctx);
        } else if (!handshake.isSuccess()) {
            LOG.debug(
                    "{}: no TLS handshake: {}",
                    ctx.channel().remoteAddress(),
                    handshake.cause().toString());
        }
    }

    private void enter(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (!admits.test(tls.engine().getSession())) {
            LOG.debug(
                    "{}: its certificate is not trusted any more", ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        open = true;
        onward.accept(ctx.channel());
        ctx.fireChannelActive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (open && !isBrokenTls(cause)) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    private static boolean isBrokenTls(Throwable cause) {
        return cause instanceof SSLException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }
}
