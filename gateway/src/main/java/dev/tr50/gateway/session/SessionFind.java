package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;

/** {@code session.find}: one session of the group. */
public final class SessionFind implements Command<SessionFind.Params, OpenSessions.Shown> {
    public static final Signature<Params, OpenSessions.Shown> SIGNATURE = Signature.reading(
                    "session.find", Params::from, OpenSessions.Shown.class, "Finds a session of the group.")
            .openTo(Access.ADMIN);

    /** Which session. */
    public record Params(SessionChoice session) {
        static Params from(Arguments arguments) {
            return new Params(SessionChoice.from(arguments));
        }
    }

    private final OpenSessions sessions;

    public SessionFind(OpenSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public OpenSessions.Shown run(Caller caller, Params params) {
        return sessions.find(caller.group().id(), params.session().ref())
                .orElseThrow(() -> new CommandException(ErrorCode.NOT_FOUND, "No such session in this group"));
    }
}
