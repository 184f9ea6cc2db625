package io.moquette.broker;

/**
 * How much may be on its way to one client.
 *
 * @param messages those that wait, at least 1
 * @param bytes topics, payloads and properties, of what is in flight too; one message is taken whatever its size
 */
record QueueLimits(int messages, long bytes) {

    /** What a message takes in memory beside its topic, payload and properties, roughly. */
    static final int OVERHEAD = 200;
}
