package dev.tr50.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/** A message at QoS 0 whose loss matters. */
final class OwedPublish extends MqttPublishMessage {
    private final Runnable lost;

    OwedPublish(MqttPublishMessage publish, Runnable lost) {
        super(publish.fixedHeader(), publish.variableHeader(), publish.payload());
        this.lost = lost;
    }

    /** It will not be written. */
    void lost() {
        lost.run();
    }

    /** Tells of what cannot be written. */
    ChannelPromise promise(ChannelHandlerContext from) {
        ChannelPromise promise = from.newPromise();
        promise.addListener(written -> {
            if (!written.isSuccess()) {
                lost.run();
            }
        });
        return promise;
    }
}
