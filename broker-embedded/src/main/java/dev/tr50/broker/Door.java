package dev.tr50.broker;

/** How MQTT reaches the broker. */
public enum Door {
    /** TCP. */
    MQTT,
    /** TLS. */
    MQTTS,
    /** A connection that began as HTTP. */
    WS,
    /** A connection that began as HTTPS. */
    WSS
}
