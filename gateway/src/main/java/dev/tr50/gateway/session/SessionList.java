package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import java.util.List;

/** {@code session.list}: who is logged in to the group. */
public final class SessionList implements Command<SessionList.Params, SessionList.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "session.list",
                    Params::from,
                    Result.class,
                    "Lists the sessions of the group, the oldest first, " + OpenSessions.MOST + " at most.")
            .openTo(Access.ADMIN);

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** The sessions. */
    public record Result(
            @Describe("How many are told.") long count,
            @Describe("The sessions.") List<OpenSessions.Shown> result) {}

    private final OpenSessions sessions;

    public SessionList(OpenSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Result run(Caller caller, Params params) {
        List<OpenSessions.Shown> shown = sessions.ofGroup(caller.group().id());
        return new Result(shown.size(), shown);
    }
}
