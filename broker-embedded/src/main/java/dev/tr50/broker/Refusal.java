package dev.tr50.broker;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

/** Why a CONNECT is refused. */
public enum Refusal {
    /** Unknown user name or wrong password: CONNACK code 4, or 0x86 for MQTT 5. */
    BAD_CREDENTIALS(
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD),
    /** Known, but not let in: CONNACK code 5, or 0x87. */
    NOT_AUTHORIZED(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5),
    /** Not let in for some time, whatever it shows: CONNACK code 5, or 0x8A. */
    LOCKED(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED, MqttConnectReturnCode.CONNECTION_REFUSED_BANNED),
    /** There are as many connections as there may be: CONNACK code 3, or 0x97. */
    CROWDED(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED),
    /** Try again later: CONNACK code 3, or 0x88. */
    UNAVAILABLE(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5),
    /** A client id that cannot be used: CONNACK code 2, or 0x85. */
    IDENTIFIER_REJECTED(
            MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
            MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID);

    private final MqttConnectReturnCode before5;
    private final MqttConnectReturnCode since5;

    Refusal(MqttConnectReturnCode before5, MqttConnectReturnCode since5) {
        this.before5 = before5;
        this.since5 = since5;
    }

    MqttConnectReturnCode returnCode(MqttLevel level) {
        return level == MqttLevel.MQTT_5 ? since5 : before5;
    }
}
