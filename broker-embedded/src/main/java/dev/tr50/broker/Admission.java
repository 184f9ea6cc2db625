package dev.tr50.broker;

/** How a client was let in. */
record Admission(SessionKey key, Object principal, MqttLevel level) {}
