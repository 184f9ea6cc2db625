package io.moquette.broker;

/**
 * The client wants its session to outlive the connection by another time than it said when it came. Fired as a user event
 * before its DISCONNECT.
 *
 * @param seconds 0 ends the session with the connection
 */
public record SessionExpiry(int seconds) {}
