package dev.tr50.gateway.limit;

/** What clients may use only so much of, where neither the error of a command nor a status of its own tells of it. */
public enum Limit {
    /** A message over MQTT that is too long; its connection was closed. */
    MESSAGE_BYTES,
    /** A message for which there was no room in the inbox of its connection, or in all of them together. */
    INBOX,
    /** A command over the rate of its session. */
    COMMAND_RATE,
    /** A command that would have waited for somebody else, like {@code method.exec}, while as many as may did. */
    WAITING_CALLS,
    /** A result that was too large for its message. */
    REPLY_BYTES,
    /** A change that subscribers of server topics missed, because too many waited to be published. */
    PUBLISHED_CHANGES,
    /** A connection that was closed because it did not read its replies. */
    UNREAD_REPLIES,
    /** An HTTP request that was put off, because bodies that arrive or are handled took as much memory as they may. */
    HTTP_BODIES,
    /** An HTTP request whose long answer was held back, because answers that clients do not read took as much memory as they may. */
    HTTP_ANSWERS
}
