package dev.tr50.storage;

import java.time.Instant;
import java.util.List;

/**
 * A message for a thing, with everything that is known of it.
 *
 * @param from who sent it, in words of the gateway
 * @param params JSON
 * @param createdOn when it was sent
 * @param updatedOn when its status changed last
 * @param expiresAt when it expires unless something is done before; null when it is finished
 * @param errorCode what the thing answered, or null
 * @param errorMessage likewise
 * @param answer JSON that the thing answered, or null
 * @param history every status it had, the oldest first
 */
public record MailboxMessage(
        String id,
        String thingId,
        String from,
        String command,
        String params,
        MessageStatus status,
        Instant createdOn,
        Instant updatedOn,
        Instant expiresAt,
        Integer errorCode,
        String errorMessage,
        String answer,
        List<Step> history) {

    /**
     * One status.
     *
     * @param ts when it became so
     * @param note what was said about it, or null
     */
    public record Step(MessageStatus status, Instant ts, String note) {}

    public MailboxMessage {
        history = List.copyOf(history);
    }
}
