package dev.tr50.gateway.mqtt;

import java.util.concurrent.Executor;

/**
 * The threads on which inboxes have their turns.
 *
 * @param next for whoever has not had a whole turn just now
 * @param again for those who have, and have more
 * @param afterwards for what clients left behind that are gone
 */
public record Turns(Executor next, Executor again, Executor afterwards) {}
