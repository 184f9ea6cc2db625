package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts one connection's subscriptions: those on replies are kept here, ordinary ones go on to Moquette in the group's
 * namespace, the rest is refused. Every filter gets its return code, in order, wherever it went. Used on the
 * connection's event loop only.
 */
final class SubscriptionDesk {

    private static final int FAILURE_BEFORE_5 = 0x80;
    private static final short NO_SUBSCRIPTION_EXISTED = 0x11;

    private static final int MAX_UNANSWERED = 100;

    /** Stands for a code that Moquette is still to give. */
    private static final int OPEN = -1;

    private final BrokerCore core;
    private final ClientConnection connection;
    private final GroupNamespace namespace;
    private final Map<Integer, Subscribing> subscribing = new HashMap<>();
    private final Map<Integer, List<Short>> unsubscribing = new HashMap<>();

    private record Subscribing(List<Integer> codes, List<String> forwarded) {}

    SubscriptionDesk(BrokerCore core, ClientConnection connection, GroupNamespace namespace) {
        this.core = core;
        this.connection = connection;
        this.namespace = namespace;
    }

    /** Returns what is left for Moquette to do. */
    Optional<MqttMessage> subscribe(MqttSubscribeMessage subscribe) {
        int packetId = subscribe.variableHeader().messageId();
        if (!isWellFormed(subscribe) || !isFree(packetId)) {
            return Optional.empty();
        }
        List<Integer> codes = new ArrayList<>();
        List<String> forwarded = new ArrayList<>();
        List<MqttTopicSubscription> inner = new ArrayList<>();
        for (MqttTopicSubscription wanted : subscribe.payload().topicSubscriptions()) {
            boolean held = connection.session().holds(wanted.topicFilter());
            int code = decide(wanted, identifier(subscribe));
            codes.add(code);
            if (code == OPEN) {
                forwarded.add(wanted.topicFilter());
                inner.add(
                        new MqttTopicSubscription(namespace.innerFilter(wanted.topicFilter()), granted(wanted, held)));
            }
        }
        if (inner.isEmpty()) {
            connection.send(Packets.subAck(packetId, codes));
            return Optional.empty();
        }
        subscribing.put(packetId, new Subscribing(codes, forwarded));
        return Optional.of(new MqttSubscribeMessage(
                subscribe.fixedHeader(),
                new MqttMessageIdAndPropertiesVariableHeader(
                        packetId, subscribe.idAndPropertiesVariableHeader().properties()),
                new MqttSubscribePayload(inner)));
    }

    private static int identifier(MqttSubscribeMessage subscribe) {
        MqttProperties properties = subscribe.idAndPropertiesVariableHeader().properties();
        MqttProperty<?> identifier = properties.getProperty(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value());
        return identifier == null ? PrivateFilters.UNNUMBERED : (Integer) identifier.value();
    }

    private boolean isWellFormed(MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> wanted = subscribe.payload().topicSubscriptions();
        if (!areFilters(wanted.stream().map(MqttTopicSubscription::topicFilter).toList())) {
            return false;
        }
        boolean reservedBits = connection.level() != MqttLevel.MQTT_5
                && wanted.stream().map(MqttTopicSubscription::option).anyMatch(SubscriptionDesk::isOf5);
        if (reservedBits) {
            connection.close(ReasonCode.MALFORMED_PACKET, "a subscription with reserved bits");
        }
        return !reservedBits;
    }

    /** Bits that were reserved before MQTT 5 [MQTT-3.8.3-4]. */
    private static boolean isOf5(MqttSubscriptionOption option) {
        return option.isNoLocal()
                || option.isRetainAsPublished()
                || option.retainHandling() != MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE;
    }

    /** There must be at least one [MQTT-3.8.3-3, MQTT-3.10.3-2], and a null character is in none [MQTT-1.5.3-2]. */
    private boolean areFilters(List<String> filters) {
        if (filters.isEmpty()) {
            connection.close(ReasonCode.PROTOCOL_ERROR, "no filter");
            return false;
        }
        if (filters.stream().anyMatch(filter -> filter.indexOf(0) >= 0)) {
            connection.close(ReasonCode.MALFORMED_PACKET, "a filter with a null character");
            return false;
        }
        return true;
    }

    private boolean isFree(int packetId) {
        boolean inUse = subscribing.containsKey(packetId) || unsubscribing.containsKey(packetId);
        if (inUse || subscribing.size() + unsubscribing.size() >= MAX_UNANSWERED) {
            connection.close(
                    ReasonCode.PACKET_IDENTIFIER_IN_USE,
                    "a subscription was changed before the last change was acknowledged");
            return false;
        }
        return true;
    }

    private int decide(MqttTopicSubscription wanted, int identifier) {
        String filter = wanted.topicFilter();
        boolean shared = connection.level() == MqttLevel.MQTT_5;
        TopicRules.FilterKind kind = core.topicRules().kindOf(filter, shared);
        boolean mayHold = kind != TopicRules.FilterKind.RESERVED && kind != TopicRules.FilterKind.MALFORMED;
        if (mayHold && isFull(filter)) {
            core.counts().exceeded(BrokerCounts.Excess.FILTERS);
            return refused(ReasonCode.QUOTA_EXCEEDED);
        }
        return switch (kind) {
            case ORDINARY -> subscribeOrdinary(filter);
            case SERVER ->
                core.commands().maySubscribe(connection, TopicRules.topicFilter(filter))
                        ? subscribeOrdinary(filter)
                        : refused(ReasonCode.NOT_AUTHORIZED);
            case PRIVATE -> subscribePrivate(filter, wanted.option().qos().value(), identifier);
            case RESERVED -> refused(ReasonCode.NOT_AUTHORIZED);
            case MALFORMED -> refused(ReasonCode.TOPIC_FILTER_INVALID);
        };
    }

    private int subscribeOrdinary(String filter) {
        connection.session().subscribeOrdinary(filter);
        return OPEN;
    }

    private boolean isFull(String filter) {
        ClientSession session = connection.session();
        return session.filterCount() >= core.limits().session().filters() && !session.holds(filter);
    }

    private int subscribePrivate(String filter, int wantedQos, int identifier) {
        int qos = connection.level() == MqttLevel.MQTT_3_1 ? 0 : Math.min(wantedQos, 1);
        connection.session().subscribePrivate(filter, qos, identifier);
        core.sessions().listeningChanged(connection.session());
        return qos;
    }

    /**
     * MQTT 3.1 has no code for a refusal: libtr50 keeps waiting when it reads one and breaks its connection after 30 s. Such a
     * client is told what it can read and receives nothing.
     */
    private int refused(byte codeOf5) {
        return switch (connection.level()) {
            case MQTT_3_1 -> 0;
            case MQTT_3_1_1 -> FAILURE_BEFORE_5;
            case MQTT_5 -> Byte.toUnsignedInt(codeOf5);
        };
    }

    private MqttSubscriptionOption granted(MqttTopicSubscription wanted, boolean held) {
        return GrantedOptions.of(wanted.option(), connection.level(), wanted.topicFilter(), held);
    }

    /** Puts Moquette's codes where they belong. */
    MqttMessage complete(MqttSubAckMessage partial) {
        Subscribing pending = subscribing.remove(partial.variableHeader().messageId());
        if (pending == null) {
            return partial;
        }
        List<Integer> given = partial.payload().reasonCodes();
        int next = 0;
        ListIterator<Integer> codes = pending.codes().listIterator();
        while (codes.hasNext()) {
            if (codes.next() == OPEN) {
                int code = next < given.size() ? given.get(next) : FAILURE_BEFORE_5;
                if (code >= FAILURE_BEFORE_5) {
                    connection.session().unsubscribeOrdinary(pending.forwarded().get(next));
                }
                codes.set(code);
                next++;
            }
        }
        return Packets.subAck(partial.variableHeader().messageId(), pending.codes());
    }

    /** Returns what is left for Moquette to do. */
    Optional<MqttMessage> unsubscribe(MqttUnsubscribeMessage unsubscribe) {
        int packetId = unsubscribe.variableHeader().messageId();
        if (!areFilters(unsubscribe.payload().topics()) || !isFree(packetId)) {
            return Optional.empty();
        }
        ClientSession session = connection.session();
        List<Short> codes = new ArrayList<>();
        List<String> inner = new ArrayList<>();
        for (String filter : unsubscribe.payload().topics()) {
            if (session.unsubscribeOrdinary(filter)) {
                inner.add(namespace.innerFilter(filter));
                codes.add((short) 0);
            } else {
                codes.add(session.unsubscribePrivate(filter) ? 0 : NO_SUBSCRIPTION_EXISTED);
            }
        }
        core.sessions().listeningChanged(session);
        if (inner.isEmpty()) {
            connection.send(unsubAck(packetId, codes));
            return Optional.empty();
        }
        unsubscribing.put(packetId, codes);
        return Optional.of(new MqttUnsubscribeMessage(
                unsubscribe.fixedHeader(), unsubscribe.variableHeader(), new MqttUnsubscribePayload(inner)));
    }

    /** Moquette gives one code whatever the number of filters. */
    MqttMessage complete(MqttUnsubAckMessage partial) {
        int packetId = partial.variableHeader().messageId();
        List<Short> codes = unsubscribing.remove(packetId);
        return codes == null ? partial : unsubAck(packetId, codes);
    }

    private MqttMessage unsubAck(int packetId, List<Short> codes) {
        return Packets.unsubAck(packetId, connection.level() == MqttLevel.MQTT_5 ? codes : List.of());
    }
}
