package dev.tr50.gateway.diag;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;

/**
 * {@code diag.ping}: a round trip. Over HTTP it needs a session like any other command, because one sample client uses it to
 * find out whether its session still lives.
 */
public final class DiagPing implements Command<DiagPing.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.reading(
            "diag.ping", Params::from, Void.class, "Answers with success: the connection and the session work.");

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    @Override
    public Void run(Caller caller, Params params) {
        return null;
    }
}
