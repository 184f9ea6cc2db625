package dev.tr50.gateway.http;

import dev.tr50.gateway.dispatch.Answering;

/** Where TR50 messages that arrive by {@code POST /api} go. */
@FunctionalInterface
public interface ApiCalls {
    /**
     * Answers one message. Called on a worker thread, many at a time.
     *
     * @param message the request body as it came, perhaps empty, perhaps not JSON
     * @param sessionId the header {@code sessionId}, or null when there is none
     * @param remoteAddress address and port of the client, as in {@code 10.0.0.9:51422}
     * @return the reply message: one line of JSON. A stage that fails is a fault of the gateway and becomes status 500. To be told
     *     when the client does not get it
     */
    Answering<byte[]> call(byte[] message, String sessionId, String remoteAddress);
}
