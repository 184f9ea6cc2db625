package dev.tr50.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.HashMap;
import java.util.Map;

/** Numbers the first topics that an MQTT 5 client is sent, as many as it said it remembers. */
final class OutgoingAliases extends ChannelOutboundHandlerAdapter {

    /** What one connection may make this broker remember. */
    private static final int MOST = 64;

    private final int maximum;
    private final PacketSizeLimit sizeLimit;
    private final Map<String, Integer> aliases = new HashMap<>();

    /** @param sizeLimit tells whether a message was thrown away; null where none ever is */
    OutgoingAliases(int clientMaximum, PacketSizeLimit sizeLimit) {
        this.maximum = Math.min(clientMaximum, MOST);
        this.sizeLimit = sizeLimit;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof MqttPublishMessage publish) {
            write(ctx, publish, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private void write(ChannelHandlerContext ctx, MqttPublishMessage publish, ChannelPromise promise) {
        String topic = publish.variableHeader().topicName();
        Integer known = aliases.get(topic);
        if (known != null) {
            ctx.write(with(publish, "", known), promise);
        } else if (aliases.size() < maximum) {
            introduce(ctx, publish, topic, promise);
        } else {
            ctx.write(publish, promise);
        }
    }

    /** A client that never got the message does not know the number. */
    private void introduce(
            ChannelHandlerContext ctx, MqttPublishMessage publish, String topic, ChannelPromise promise) {
        int alias = aliases.size() + 1;
        long discardedBefore = sizeLimit == null ? 0 : sizeLimit.discarded();
        ctx.write(with(publish, topic, alias), promise);
        if (sizeLimit == null || sizeLimit.discarded() == discardedBefore) {
            aliases.put(topic, alias);
        }
    }

    private static MqttPublishMessage with(MqttPublishMessage publish, String topic, int alias) {
        MqttPublishVariableHeader header = publish.variableHeader();
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : header.properties().listAll()) {
            properties.add(property);
        }
        properties.add(new IntegerProperty(MqttPropertyType.TOPIC_ALIAS.value(), alias));
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(topic, header.packetId(), properties),
                publish.payload());
    }
}
