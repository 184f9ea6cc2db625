package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.Role;

/** {@code session.end}: everybody ends its own session over HTTP, an admin every session of the group. */
public final class SessionEnd implements Command<SessionEnd.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.reading(
                    "session.end",
                    Params::from,
                    Void.class,
                    "Ends a session: one's own over HTTP, or as an admin any other of the group, whose connection is closed where it is"
                            + " one over MQTT.")
            .durably();

    /** Which session. */
    public record Params(SessionChoice session) {
        static Params from(Arguments arguments) {
            return new Params(SessionChoice.from(arguments));
        }
    }

    private final OpenSessions sessions;

    public SessionEnd(OpenSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Void run(Caller caller, Params params) {
        String ref = params.session().ref();
        boolean own = OpenSessions.ref(caller).equals(ref);
        if (own && !caller.origin().isHttp()) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED, "A client ends its own session over MQTT with DISCONNECT");
        }
        if (!own && !caller.role().atLeast(Role.ADMIN)) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED, "To end another session than one's own needs the role admin");
        }
        if (!sessions.end(caller.group().id(), ref)) {
            throw new CommandException(ErrorCode.NOT_FOUND, "No such session in this group");
        }
        return null;
    }
}
