package dev.tr50.gateway.session;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;

/**
 * Which session of the group a command is about.
 *
 * @param ref what it is called
 */
record SessionChoice(String ref) {
    private static final Param<String> ID = Param.string("id", "What session.list calls it, or its own id.");
    private static final Param<String> REF = Param.string("ref", "What session.list calls it, when id is not there.");

    static SessionChoice from(Arguments arguments) {
        String id = arguments.get(ID);
        String ref = arguments.get(REF);
        if (arguments.areFine() && id == null && ref == null) {
            arguments.reject("id or ref (string) is required");
        }
        String given = id == null ? ref : id;
        return new SessionChoice(given == null ? null : OpenSessions.refOfIdOrRef(given));
    }
}
