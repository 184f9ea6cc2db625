package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.JsonValue;

/**
 * What a caller wants to be sent.
 *
 * @param command what the thing is to do
 * @param method which method is called; null when the command is no call of a method
 * @param params for the command, as the thing gets them: an object
 * @param ackTimeout seconds, null when it was not sent
 * @param ttl seconds, null when it was not sent
 */
record MessageOrder(
        String command, String method, JsonValue params, Integer ackTimeout, Integer ttl, boolean singleton) {
    static final String METHOD_EXEC = "method.exec";
}
