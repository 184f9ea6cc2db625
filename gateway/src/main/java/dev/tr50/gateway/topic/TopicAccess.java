package dev.tr50.gateway.topic;

import dev.tr50.gateway.dispatch.Caller;

/** Who may subscribe to what happens to things: a thing to its own topics, a user of any role to those of the group. */
public final class TopicAccess {
    private TopicAccess() {}

    /**
     * Whether nothing that the filter matches is hidden from the caller. A thing must name itself on the second level: a
     * wildcard there stands for all things.
     *
     * @param filter well formed, its first level {@code thing}
     */
    public static boolean maySubscribe(Caller caller, String filter) {
        return caller.thing()
                .map(thing -> filter.startsWith("thing/" + thing.key() + "/"))
                .orElseGet(() -> caller.user().isPresent());
    }
}
