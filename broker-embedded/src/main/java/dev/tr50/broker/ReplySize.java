package dev.tr50.broker;

import io.netty.buffer.ByteBufUtil;

/** How many bytes of a PUBLISH with a reply are not its payload. */
final class ReplySize {

    /** The first byte, the longest remaining length, the topic's length, a packet id and the longest property length. */
    private static final int FIXED = 1 + 4 + 2 + 2 + 4;

    /** The property's id and the data's length. */
    private static final int CORRELATION = 1 + 2;

    /** The property's id and the longest number. */
    private static final int IDENTIFIER = 1 + 4;

    private ReplySize() {}

    /** At most so many. */
    static int overhead(ReplyRoute route, int subscriptionIdentifiers) {
        int correlation = route.correlationData() == null ? 0 : CORRELATION + route.correlationData().length;
        return FIXED + ByteBufUtil.utf8Bytes(route.topic()) + correlation + IDENTIFIER * subscriptionIdentifiers;
    }
}
