package dev.tr50.gateway.locale;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;

/** {@code locale.get}: the language of a session, which is English. */
public final class LocaleGet implements Command<LocaleGet.Params, LocaleGet.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "locale.get", Params::from, Result.class, "Tells the language of the session: the gateway speaks English.");

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** The language. */
    public record Result(@Describe("Always en.") String locale) {}

    @Override
    public Result run(Caller caller, Params params) {
        return new Result(LocaleList.ENGLISH);
    }
}
