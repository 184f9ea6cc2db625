package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;

/** What becomes of the options that a client subscribes with. */
final class GrantedOptions {

    private GrantedOptions() {}

    /**
     * A client of MQTT 3.1 is known to acknowledge with the wrong packet id, so it is sent nothing to acknowledge. The
     * gateway itself publishes at QoS 1 at most.
     *
     * @param held whether the client has this very subscription already
     */
    static MqttSubscriptionOption of(MqttSubscriptionOption wanted, MqttLevel level, String filter, boolean held) {
        if (level == MqttLevel.MQTT_3_1) {
            return MqttSubscriptionOption.onlyFromQos(MqttQoS.AT_MOST_ONCE);
        }
        boolean lower =
                wanted.qos() == MqttQoS.EXACTLY_ONCE && TopicRules.isServerTopic(TopicRules.topicFilter(filter));
        return new MqttSubscriptionOption(
                lower ? MqttQoS.AT_LEAST_ONCE : wanted.qos(),
                wanted.isNoLocal(),
                wanted.isRetainAsPublished(),
                retained(wanted.retainHandling(), held));
    }

    /** Moquette takes a subscription for held when anybody has such a one. */
    private static RetainedHandlingPolicy retained(RetainedHandlingPolicy wanted, boolean held) {
        if (wanted != RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS) {
            return wanted;
        }
        return held ? RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE : RetainedHandlingPolicy.SEND_AT_SUBSCRIBE;
    }
}
