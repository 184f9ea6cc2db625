package dev.tr50.storage;

import java.util.List;

/**
 * What somebody has fetched from mailboxes, the oldest first.
 *
 * @param more whether more waits
 */
public record FetchedMessages(List<FetchedMessage> messages, boolean more) {
    static final FetchedMessages NONE = new FetchedMessages(List.of(), false);

    /**
     * A message that was fetched.
     *
     * @param from who sent it, in words of the gateway
     * @param params JSON
     */
    public record FetchedMessage(String id, String thingId, String from, String command, String params) {}

    public FetchedMessages {
        messages = List.copyOf(messages);
    }
}
