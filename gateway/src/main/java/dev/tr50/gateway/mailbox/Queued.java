package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.Describe;

/** What a caller gets at once that does not wait for the answer. */
record Queued(
        @Describe("Id of the message, for mailbox.find.") String id) {}
