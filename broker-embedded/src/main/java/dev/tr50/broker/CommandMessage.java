package dev.tr50.broker;

/**
 * One PUBLISH on {@code api}, {@code api/<id>}, {@code apiz} or {@code apiz/<id>}, the id being 1 to 64 characters
 * without {@code /}.
 *
 * @param qos 0, 1 or 2, as published; the broker has taken care of the acknowledgement
 * @param reply hand this to {@link Connection#reply} with the answer
 */
public record CommandMessage(String topic, byte[] payload, int qos, ReplyRoute reply) {

    /** Whether payload and reply are zlib streams: the command came on {@code apiz}. */
    public boolean compressed() {
        return topic.startsWith("apiz");
    }
}
