package io.moquette.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;

/** Hands one connection's packets to Moquette, no more of them at a time than its session loop keeps up with. */
final class MoquetteHandler extends ChannelInboundHandlerAdapter {

    /** Packets that may wait in the session loop before the connection is read no further. */
    private static final int WINDOW = 64;

    private final MQTTConnectionFactory connections;
    private final Routing routing;
    private final Admissions admissions;
    private final Sessions sessions;
    private final SessionLoops loops;
    private final Throttle throttle;
    private MQTTConnection connection;
    private AdmittedConnect admitted;
    private int sinceMarker;
    private boolean heldBack;

    MoquetteHandler(
            MQTTConnectionFactory connections,
            Routing routing,
            Admissions admissions,
            Sessions sessions,
            SessionLoops loops,
            Throttle throttle) {
        this.connections = connections;
        this.routing = routing;
        this.admissions = admissions;
        this.sessions = sessions;
        this.loops = loops;
        this.throttle = throttle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection = connections.create(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof AdmittedConnect connect) {
            admitted = new AdmittedConnect(connect.message(), connect.sessionExpirySeconds(), () -> {
                stopRepeating(ctx.pipeline());
                connect.whenEstablished().run();
            });
            admissions.begin(admitted);
            connection.handleMessage(connect.message());
            return;
        }
        try {
            hand((MqttMessage) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (++sinceMarker >= WINDOW && connection.getClientId() != null) {
            sinceMarker = 0;
            waitForLoop(ctx);
        }
    }

    /** Moquette does not release what is published over a connection that has just been taken over. */
    private void hand(MqttMessage message) {
        if (message instanceof MqttPublishMessage publish) {
            routing.publish(connection, publish);
        } else {
            connection.handleMessage(message);
        }
    }

    /** Moquette would repeat every few seconds what is not acknowledged; a connection that is whole loses nothing. */
    private static void stopRepeating(ChannelPipeline pipeline) {
        if (pipeline.get(InflightResender.class) != null) {
            pipeline.remove(InflightResender.class);
        }
    }

    /** A command behind all the others of this connection resumes it when they are done. */
    private void waitForLoop(ChannelHandlerContext ctx) {
        throttle.pause();
        loops.routeCommand(connection.getClientId(), "resume", () -> {
            ctx.executor().execute(() -> goOn(ctx));
            return null;
        });
    }

    /** Who does not read the acknowledgements is not given more of them. */
    private void goOn(ChannelHandlerContext ctx) {
        heldBack = !ctx.channel().isWritable();
        if (!heldBack) {
            throttle.resume();
        }
    }

    /** Moquette would queue a command here for each read; what waits is sent on acknowledgements anyway. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Nothing to do.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (heldBack) {
            goOn(ctx);
        }
        if (connection.isConnected()) {
            connection.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.handleConnectionLost();
        if (admitted != null) {
            admissions.abandon(admitted);
            abandonSession(admitted.message().payload().clientIdentifier());
        }
    }

    /** Moquette hears of a lost connection only once its session exists; this comes behind the CONNECT that makes it. */
    private void abandonSession(String sessionId) {
        loops.routeCommand(sessionId, "abandon", () -> {
            sessions.abandon(sessionId, connection);
            return null;
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SessionExpiry expiry && connection.isConnected()) {
            sessions.changeExpiry(connection, expiry.seconds());
        }
    }
}
