package dev.tr50.broker;

import io.moquette.broker.Throttle;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one client and Moquette. Commands and subscriptions to replies never pass it; what passes is ordinary
 * MQTT, well formed and moved into the namespace of the client's group on the way in and out of it on the way back.
 */
final class Border extends ChannelDuplexHandler implements Throttle {

    private static final Logger LOG = LoggerFactory.getLogger(Border.class);

    private static final byte MALFORMED_PACKET = (byte) 0x81;
    private static final byte PROTOCOL_ERROR = (byte) 0x82;
    private static final byte UNEXPECTED = (byte) 0x83;
    private static final byte KEEP_ALIVE_TIMEOUT = (byte) 0x8D;
    private static final byte SESSION_TAKEN_OVER = (byte) 0x8E;
    private static final byte TOPIC_ALIAS_INVALID = (byte) 0x94;
    private static final byte PACKET_TOO_LARGE = (byte) 0x95;

    private final BrokerCore core;
    private final ClientConnection connection;
    private final ConnectRequest request;
    private final GroupNamespace namespace;
    private final ExactlyOnce exactlyOnce;
    private final CommandIntake intake;
    private final TopicIntake topics;
    private final SubscriptionDesk desk;
    private ChannelHandlerContext context;
    private boolean announced;

    Border(BrokerCore core, ClientConnection connection, ConnectRequest request, GroupNamespace namespace) {
        this.core = core;
        this.connection = connection;
        this.request = request;
        this.namespace = namespace;
        this.exactlyOnce = new ExactlyOnce(connection);
        this.intake = new CommandIntake(core, connection, exactlyOnce);
        this.topics = new TopicIntake(core, connection, exactlyOnce);
        this.desk = new SubscriptionDesk(core, connection, namespace);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        connection.writeFrom(ctx);
    }

    /** Takes the session over from the connection that had it, if any, and has Moquette open it. */
    void enter() {
        ClientSession session = connection.session();
        ClientConnection older = session.attach(connection);
        if (older != null) {
            older.close(SESSION_TAKEN_OVER, "another connection took over");
        }
        context.fireChannelRead(request.admitted(session.key(), namespace, core.maxExpirySeconds(), this::established));
    }

    private void established() {
        if (!context.channel().isActive()) {
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
            case PUBREL -> {
                if (exactlyOnce.releasesForwarded(packetId(packet))) {
                    ctx.fireChannelRead(packet);
                }
            }
            case PINGREQ -> connection.send(MqttMessage.PINGRESP);
            case PUBACK -> {
                connection.acknowledged();
                ctx.fireChannelRead(packet);
            }
            case PUBREC, PUBCOMP, DISCONNECT -> ctx.fireChannelRead(packet);
            default ->
                reject(PROTOCOL_ERROR, "unexpected " + packet.fixedHeader().messageType());
        }
    }

    private static void forward(ChannelHandlerContext ctx, Optional<MqttMessage> rest) {
        rest.ifPresent(ctx::fireChannelRead);
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        if (TopicRules.isCommandTopic(topic)) {
            release(publish, () -> intake.take(publish));
        } else if (hasTopicAlias(publish)) {
            release(publish, () -> reject(TOPIC_ALIAS_INVALID, "topic alias, though none is allowed"));
        } else if (!core.topicRules().isName(topic)) {
            release(publish, () -> reject(PROTOCOL_ERROR, "invalid topic name"));
        } else if (TopicRules.isServerTopic(topic)) {
            release(publish, () -> topics.take(publish));
        } else if (TopicRules.isReservedName(topic)) {
            release(publish, () -> intake.acknowledge(publish, Packets.NOT_AUTHORIZED));
        } else {
            publishOrdinary(ctx, publish);
        }
    }

    private void publishOrdinary(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        int packetId = publish.variableHeader().packetId();
        if (publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            if (!exactlyOnce.begins(packetId)) {
                publish.release();
                return;
            }
            exactlyOnce.forward(packetId);
        }
        String topic = namespace.inner(publish.variableHeader().topicName());
        ctx.fireChannelRead(renamed(firstTime(publish), topic));
    }

    /** Moquette acknowledges a repeated message without delivering it, although the first may never have arrived. */
    private static MqttPublishMessage firstTime(MqttPublishMessage publish) {
        MqttFixedHeader header = publish.fixedHeader();
        if (!header.isDup()) {
            return publish;
        }
        MqttFixedHeader first =
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, header.qosLevel(), header.isRetain(), 0);
        return new MqttPublishMessage(first, publish.variableHeader(), publish.payload());
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private static void release(MqttPublishMessage publish, Runnable use) {
        try {
            use.run();
        } finally {
            publish.release();
        }
    }

    private static boolean hasTopicAlias(MqttPublishMessage publish) {
        return publish.variableHeader().properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value()) != null;
    }

    private static MqttPublishMessage renamed(MqttPublishMessage publish, String topic) {
        MqttPublishVariableHeader header = publish.variableHeader();
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(topic, header.packetId(), header.properties()),
                publish.payload());
    }

    private void rejectUnreadable(Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            reject(PACKET_TOO_LARGE, "packet over " + core.limits().packet().packetBytes() + " bytes");
        } else if (cause instanceof Violation violation) {
            reject(violation.reason(), violation.getMessage());
        } else {
            reject(MALFORMED_PACKET, "malformed packet: " + Printable.of(String.valueOf(cause.getMessage())));
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
            ctx.write(renamed(publish, topic), promise);
        } else if (message instanceof MqttConnAckMessage connAck) {
            ctx.write(outer(connAck), promise);
        } else if (message instanceof MqttSubAckMessage subAck) {
            ctx.write(desk.complete(subAck), promise);
        } else if (message instanceof MqttUnsubAckMessage unsubAck) {
            ctx.write(desk.complete(unsubAck), promise);
        } else if (isDisconnectBefore5(message)) {
            ctx.close(promise);
        } else {
            ctx.write(message, promise);
        }
    }

    /** Only since MQTT 5 may a server send DISCONNECT. */
    private boolean isDisconnectBefore5(Object message) {
        return message instanceof MqttMessage packet
                && packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT
                && connection.level() != MqttLevel.MQTT_5;
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
            reject(KEEP_ALIVE_TIMEOUT, "silent for longer than its keep-alive allows");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ClientSession session = connection.session();
        session.detach(connection);
        if (request.expirySeconds(core.maxExpirySeconds()) == 0 && session.connection() == null) {
            core.sessions().end(session);
        }
        ctx.fireChannelInactive();
        if (announced) {
            announced = false;
            core.commands().disconnected(connection);
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
            reject(UNEXPECTED, "unexpected failure");
        }
    }
}
