package dev.tr50.broker;

import io.moquette.broker.AdmittedConnect;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;

/** A CONNECT, read the way this broker needs it. */
final class ConnectRequest {

    private static final int MAX_CLIENT_ID_CHARS = 1024;

    private final MqttConnectMessage connect;
    private final MqttLevel level;
    private final boolean idAssigned;
    private final String clientId;

    /** Why a CONNECT is refused before anybody is asked. */
    record Flaw(MqttConnectReturnCode code, String reason) {}

    ConnectRequest(MqttConnectMessage connect) {
        this.connect = connect;
        this.level = MqttLevel.of(header().version());
        String given = payload().clientIdentifier();
        this.idAssigned = given == null || given.isEmpty();
        this.clientId = idAssigned ? "auto-" + UUID.randomUUID().toString().replace("-", "") : given;
    }

    private MqttConnectVariableHeader header() {
        return connect.variableHeader();
    }

    private MqttConnectPayload payload() {
        return connect.payload();
    }

    MqttLevel level() {
        return level;
    }

    String clientId() {
        return clientId;
    }

    /** Whether the broker chose the client id and an MQTT 5 client must be told. */
    boolean isIdAssigned() {
        return idAssigned;
    }

    boolean isClean() {
        return header().isCleanSession();
    }

    /** Null when absent. */
    String username() {
        return header().hasUserName() ? payload().userName() : null;
    }

    Login login(InetSocketAddress remote) {
        byte[] password = header().hasPassword() ? payload().passwordInBytes() : null;
        return new Login(clientId, idAssigned, username(), password, remote, level, isClean());
    }

    /** Whether flags contradict each other or a string cannot be one, to which there is no answer [MQTT-3.1.2-13, -15, -22]. */
    boolean isMalformed() {
        boolean willWithoutWill = level != MqttLevel.MQTT_3_1
                && !header().isWillFlag()
                && (header().willQos() != 0 || header().isWillRetain());
        boolean passwordOfNobody = level != MqttLevel.MQTT_5 && header().hasPassword() && !header().hasUserName();
        return willWithoutWill
                || passwordOfNobody
                || hasNull(clientId)
                || hasNull(payload().userName())
                || hasNull(payload().willTopic());
    }

    /** A null character is in no string of MQTT [MQTT-1.5.3-2]. */
    private static boolean hasNull(String text) {
        return text != null && text.indexOf(0) >= 0;
    }

    Optional<Flaw> flaw(TopicRules rules) {
        if (username() == null || username().isEmpty()) {
            return flaw(Refusal.BAD_CREDENTIALS, "a user name is needed");
        }
        if (idAssigned && level != MqttLevel.MQTT_5 && !isClean()) {
            return flaw(Refusal.IDENTIFIER_REJECTED, "a session that is kept needs a client id");
        }
        if (clientId.length() > MAX_CLIENT_ID_CHARS) {
            return flaw(Refusal.IDENTIFIER_REJECTED, "the client id is too long");
        }
        if (property(MqttPropertyType.AUTHENTICATION_METHOD) != null) {
            return Optional.of(new Flaw(
                    MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
                    "user name and password are the only way to authenticate"));
        }
        return header().isWillFlag() ? willFlaw(rules) : Optional.empty();
    }

    private Optional<Flaw> willFlaw(TopicRules rules) {
        String topic = payload().willTopic();
        if (rules.isName(topic) && !TopicRules.isReservedName(topic)) {
            return Optional.empty();
        }
        return level == MqttLevel.MQTT_5
                ? Optional.of(new Flaw(
                        MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID, "a will cannot go to this topic"))
                : flaw(Refusal.NOT_AUTHORIZED, "a will cannot go to this topic");
    }

    private Optional<Flaw> flaw(Refusal refusal, String reason) {
        return Optional.of(new Flaw(refusal.returnCode(level), reason));
    }

    /** Seconds of silence after which the client counts as gone; 0 for never. */
    int idleSeconds() {
        int keepAlive = header().keepAliveTimeSeconds();
        return keepAlive + (keepAlive + 1) / 2;
    }

    boolean asksForResponseInformation() {
        return number(MqttPropertyType.REQUEST_RESPONSE_INFORMATION, 0) == 1;
    }

    /** The largest packet that the client takes, fixed header included. */
    long maximumPacketSize() {
        return number(MqttPropertyType.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
    }

    /** How many topics the client remembers by number. */
    int topicAliasMaximum() {
        return (int) number(MqttPropertyType.TOPIC_ALIAS_MAXIMUM, 0);
    }

    /** How long the session outlives the connection, in seconds. */
    int expirySeconds(int longest) {
        if (level != MqttLevel.MQTT_5) {
            return isClean() ? 0 : longest;
        }
        return (int) Math.min(requestedExpiry(), longest);
    }

    boolean isExpiryShortened(int longest) {
        return level == MqttLevel.MQTT_5 && requestedExpiry() > longest;
    }

    /** Absent means 0, all bits set means for ever. */
    private long requestedExpiry() {
        return number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
    }

    private long number(MqttPropertyType type, long otherwise) {
        MqttProperty<?> property = property(type);
        return property == null ? otherwise : Integer.toUnsignedLong((Integer) property.value());
    }

    private MqttProperty<?> property(MqttPropertyType type) {
        return header().properties().getProperty(type.value());
    }

    /** The same CONNECT in the names that the inside of the broker uses. */
    AdmittedConnect admitted(SessionKey key, GroupNamespace namespace, int longestExpiry, Runnable whenEstablished) {
        MqttConnectVariableHeader inner = new MqttConnectVariableHeader(
                header().name(),
                header().version(),
                true,
                false,
                header().isWillRetain(),
                header().willQos(),
                header().isWillFlag(),
                header().isCleanSession(),
                0,
                innerProperties());
        String will = header().isWillFlag() ? namespace.inner(payload().willTopic()) : null;
        MqttConnectPayload innerPayload = new MqttConnectPayload(
                key.id(),
                payload().willProperties(),
                will,
                payload().willMessageInBytes(),
                key.user().name(),
                null);
        return new AdmittedConnect(
                new MqttConnectMessage(connect.fixedHeader(), inner, innerPayload),
                expirySeconds(longestExpiry),
                whenEstablished);
    }

    /** Of the properties only one concerns Moquette; keep-alive, expiry and response information are ours. */
    private MqttProperties innerProperties() {
        MqttProperties inner = new MqttProperties();
        MqttProperty<?> receiveMaximum = property(MqttPropertyType.RECEIVE_MAXIMUM);
        if (receiveMaximum != null) {
            inner.add(receiveMaximum);
        }
        return inner;
    }
}
