package dev.tr50.broker;

/**
 * Where the reply to a command goes.
 *
 * @param topic {@code api/0001} is answered on {@code reply/0001}, {@code apiz} on {@code replyz}, the id echoed byte for
 *     byte; or the response topic of an MQTT 5 request where it lies under {@code reply} ({@code replyz} for {@code apiz})
 * @param correlationData of an MQTT 5 request, to be sent back with the reply; null when there was none
 */
public record ReplyRoute(String topic, byte[] correlationData) {}
