package dev.tr50.broker;

/**
 * How a client was let in.
 *
 * @param maximumPacketSize the largest packet that it takes, fixed header included
 */
record Admission(SessionKey key, Object principal, MqttLevel level, long maximumPacketSize) {}
