package dev.tr50.storage;

import java.time.Duration;

/**
 * A message that is to be put into a mailbox.
 *
 * @param id of 24 hexadecimal digits, from {@link ObjectId#next}
 * @param thingId whose mailbox
 * @param sender who sends it, in words of the gateway; at most 400 characters
 * @param command at most 128 characters
 * @param method which method is called, at most 128 characters; null when the command is no call of a method
 * @param params JSON, at most {@link Mailbox#MOST_BYTES} bytes
 * @param ttl how long it may wait to be fetched
 * @param singleton whether there may be only one open message with this command and method for the thing
 */
public record NewMessage(
        String id,
        String thingId,
        String sender,
        String command,
        String method,
        String params,
        Duration ttl,
        boolean singleton) {}
