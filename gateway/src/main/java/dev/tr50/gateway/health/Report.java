package dev.tr50.gateway.health;

/**
 * All findings of one moment.
 *
 * @param passes whether every part works
 * @param json what a client is told
 */
public record Report(boolean passes, byte[] json) {}
