package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.JsonValue;

/**
 * The params of a message that calls a method, in the order in which a reader by text search needs them. They are all there:
 * device-cloud-python asks for the keys of {@code params} without looking whether it is an object.
 *
 * @param thingDefKey what libtr50's AT wrapper hands on
 */
record MethodCall(String method, JsonValue params, String thingDefKey) {
    MethodCall {
        params = params == null ? JsonValue.emptyObject() : params;
    }
}
