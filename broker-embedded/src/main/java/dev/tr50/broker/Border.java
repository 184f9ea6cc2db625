package dev.tr50.broker;

import dev.tr50.broker.BrokerCounts.Excess;
import io.moquette.broker.SessionExpiry;
import io.moquette.broker.Throttle;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one client and Moquette. Commands and subscriptions to replies never pass it; what passes is ordinary
 * MQTT, well formed and moved into the namespace of the client's group on the way in and out of it on the way back.
 */
final class Border extends ChannelDuplexHandler implements Throttle {

    private static final Logger LOG = LoggerFactory.getLogger(Border.class);

    /** How long the broker may take to let a client go that has said goodbye. */
    private static final int FAREWELL_SECONDS = 5;

    private final BrokerCore core;
    private final ClientConnection connection;
    private final ConnectRequest request;
    private final GroupNamespace namespace;
    private final ExactlyOnce exactlyOnce;
    private final PublishDesk publishing;
    private final SubscriptionDesk desk;
    private final RefusedMessages refused = new RefusedMessages();
    private ChannelHandlerContext context;
    private boolean announced;
    private int expirySeconds;

    Border(BrokerCore core, ClientConnection connection, ConnectRequest request, GroupNamespace namespace) {
        this.core = core;
        this.connection = connection;
        this.request = request;
        this.namespace = namespace;
        this.exactlyOnce = new ExactlyOnce(connection);
        this.publishing = new PublishDesk(core, connection, namespace, exactlyOnce);
        this.desk = new SubscriptionDesk(core, connection, namespace);
        this.expirySeconds = request.expirySeconds(core.limits().session().expirySeconds());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        connection.writeFrom(ctx);
    }

    /**
     * Takes the session over from the connection that had it, if any, and has Moquette open it.
     *
     * @param askedAt the moment of {@link RecentExpulsions} before the login was asked about
     */
    void enter(long askedAt) {
        ClientSession session = connection.session();
        ClientConnection older = session.attach(connection);
        core.sessions().returned(session);
        if (expirySeconds > 0) {
            session.rememberCommands();
        }
        if (older != null) {
            older.close(ReasonCode.SESSION_TAKEN_OVER, "another connection took over");
        }
        context.fireChannelRead(request.admitted(session.key(), namespace, core.maxExpirySeconds(), this::established));
        core.expulsions().recheck(connection, askedAt);
    }

    private void established() {
        if (!context.channel().isActive() || connection.isExpelled()) {
            return;
        }
        announced = true;
        try {
            core.commands().connected(connection);
        } catch (RuntimeException failure) {
            exceptionCaught(context, failure);
            return;
        }
        connection.gate().open(ReadGate.Reason.NOT_ADMITTED);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        MqttMessage packet = (MqttMessage) message;
        if (connection.isExpelled()) {
            ReferenceCountUtil.release(packet);
            return;
        }
        if (packet.decoderResult().isFailure()) {
            ReferenceCountUtil.release(packet);
            rejectUnreadable(packet.decoderResult().cause());
            return;
        }
        if (packet instanceof MqttPublishMessage publish) {
            publish(ctx, publish);
        } else if (packet instanceof MqttSubscribeMessage subscribe) {
            forward(ctx, desk.subscribe(subscribe));
        } else if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            forward(ctx, desk.unsubscribe(unsubscribe));
        } else {
            control(ctx, packet);
        }
    }

    private void control(ChannelHandlerContext ctx, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBREL -> exactlyOnce.release(packetId(packet));
            case PINGREQ -> connection.send(MqttMessage.PINGRESP);
            case PUBACK -> {
                connection.acknowledged();
                ctx.fireChannelRead(packet);
            }
            case PUBREC -> {
                refused.received(packet);
                ctx.fireChannelRead(packet);
            }
            case PUBCOMP -> ctx.fireChannelRead(packet);
            case DISCONNECT -> leave(ctx, packet);
            default ->
                reject(
                        ReasonCode.PROTOCOL_ERROR,
                        "unexpected " + packet.fixedHeader().messageType());
        }
    }

    /** A client may change how long its session lasts, unless it was to end with the connection. */
    private void leave(ChannelHandlerContext ctx, MqttMessage packet) {
        OptionalLong expiry = Farewell.sessionExpiry(packet);
        if (expiry.isPresent()) {
            if (expirySeconds == 0 && expiry.getAsLong() > 0) {
                reject(ReasonCode.PROTOCOL_ERROR, "a session that ends with its connection cannot be prolonged");
                return;
            }
            int longest = core.limits().session().expirySeconds();
            expirySeconds = (int) Math.min(expiry.getAsLong(), longest);
            ctx.fireUserEventTriggered(new SessionExpiry(expirySeconds));
        }
        connection.gate().shut(ReadGate.Reason.NOT_ADMITTED);
        ctx.fireChannelRead(packet);
        ctx.executor().schedule(() -> ctx.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private static void forward(ChannelHandlerContext ctx, Optional<MqttMessage> rest) {
        rest.ifPresent(ctx::fireChannelRead);
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        try {
            forward(ctx, publishing.publish(publish));
        } catch (Violation violation) {
            rejectUnreadable(violation);
        }
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private void rejectUnreadable(Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            core.counts().exceeded(Excess.PACKET_BYTES);
            reject(
                    ReasonCode.PACKET_TOO_LARGE,
                    "packet over " + core.limits().packet().packetBytes() + " bytes");
        } else if (cause instanceof Violation violation) {
            if (violation.reason() == ReasonCode.PACKET_TOO_LARGE) {
                core.counts().exceeded(Excess.PACKET_BYTES);
            }
            reject(violation.reason(), violation.getMessage());
        } else {
            reject(
                    ReasonCode.MALFORMED_PACKET,
                    "malformed packet: " + Printable.of(String.valueOf(cause.getMessage())));
        }
    }

    private void reject(byte reason, String why) {
        connection.gate().shut(ReadGate.Reason.NOT_ADMITTED);
        connection.close(reason, why);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof MqttPublishMessage publish) {
            String topic = namespace.outer(publish.variableHeader().topicName());
            ctx.write(Packets.renamed(publish, topic), promise);
        } else if (message instanceof MqttConnAckMessage connAck) {
            ctx.write(outer(connAck), promise);
        } else if (message instanceof MqttSubAckMessage subAck) {
            ctx.write(desk.complete(subAck), promise);
        } else if (message instanceof MqttUnsubAckMessage unsubAck) {
            ctx.write(desk.complete(unsubAck), promise);
        } else if (isDisconnect(message)) {
            dismiss(ctx, (MqttMessage) message, promise);
        } else if (message instanceof MqttMessage packet && refused.concludes(packet)) {
            ctx.write(Unpooled.EMPTY_BUFFER, promise);
            ctx.fireChannelRead(Packets.pubComp(packetId(packet), (byte) 0));
        } else {
            ctx.write(message, promise);
        }
    }

    private static boolean isDisconnect(Object message) {
        return message instanceof MqttMessage packet
                && packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT;
    }

    /** Only since MQTT 5 may a server send DISCONNECT. Moquette gives no reason where another connection was quicker. */
    private void dismiss(ChannelHandlerContext ctx, MqttMessage disconnect, ChannelPromise promise) {
        if (connection.level() != MqttLevel.MQTT_5) {
            ctx.close(promise);
        } else if (Farewell.givesReason(disconnect)) {
            ctx.write(disconnect, promise);
        } else {
            connection.close(ReasonCode.SESSION_TAKEN_OVER, "another connection took over");
        }
    }

    private MqttMessage outer(MqttConnAckMessage connAck) {
        if (!connAck.variableHeader().isSessionPresent()) {
            connection.session().forgetSubscriptions();
            core.sessions().listeningChanged(connection.session());
        }
        return new Welcome(request, core.limits(), core.maxExpirySeconds()).connAck(connAck);
    }

    /** Disconnects the client as the server's decision. */
    void dismiss(byte reason, String why) {
        connection.close(reason, why);
    }

    @Override
    public void pause() {
        connection.gate().shut(ReadGate.Reason.ROUTING);
    }

    @Override
    public void resume() {
        connection.gate().open(ReadGate.Reason.ROUTING);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (announced) {
            core.commands().writabilityChanged(connection);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (connection.gate().isOpen()) {
            reject(ReasonCode.KEEP_ALIVE_TIMEOUT, "silent for longer than its keep-alive allows");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ClientSession session = connection.session();
        session.detach(connection);
        if (connection.isExpelled()) {
            expirySeconds = 0;
        }
        if (session.connection() == null) {
            leave(session);
        }
        core.brake().release(session.key().id());
        ctx.fireChannelInactive();
        if (connection.isExpelled()) {
            core.expulsions().finished(session);
        }
        if (announced) {
            announced = false;
            core.commands().disconnected(connection);
        }
    }

    private void leave(ClientSession session) {
        if (expirySeconds == 0) {
            core.sessions().end(session);
        } else {
            core.left(session);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}", connection, cause.toString());
            ctx.close();
        } else {
            LOG.warn("{}: {}", connection, Printable.of(cause.toString()));
            LOG.debug("{}", connection, cause);
            reject(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "unexpected failure");
        }
    }
}
