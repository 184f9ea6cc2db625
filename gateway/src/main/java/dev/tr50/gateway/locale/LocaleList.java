package dev.tr50.gateway.locale;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import java.util.List;

/** {@code locale.list}: the languages a session can have. */
public final class LocaleList implements Command<LocaleList.Params, LocaleList.Result> {
    static final String ENGLISH = "en";

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "locale.list", Params::from, Result.class, "Lists the languages a session can have: English alone.");

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** The languages. */
    public record Result(@Describe("Always en alone.") List<String> result) {}

    @Override
    public Result run(Caller caller, Params params) {
        return new Result(List.of(ENGLISH));
    }
}
