package io.moquette.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;

/**
 * The CONNECT of a client that was let in.
 *
 * @param message names the session as the inside of the broker does
 * @param sessionExpirySeconds how long the session outlives its connection; 0 ends it with the connection
 * @param whenEstablished called on the connection's event loop once CONNACK is sent and packets may follow
 */
public record AdmittedConnect(MqttConnectMessage message, int sessionExpirySeconds, Runnable whenEstablished) {}
