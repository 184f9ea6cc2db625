package dev.tr50.gateway.locale;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.util.regex.Pattern;

/** {@code locale.set}: accepts English, of any country. */
public final class LocaleSet implements Command<LocaleSet.Params, Void> {
    private static final Pattern ENGLISH = Pattern.compile("(?i)en([_-][a-z0-9_-]*)?");
    private static final Param<String> LOCALE = Param.string("locale", "en, or with a country such as en_US.")
            .as(LocaleSet::english)
            .required();

    public static final Signature<Params, Void> SIGNATURE = Signature.reading(
            "locale.set", Params::from, Void.class, "Accepts English as the language of the session, and no other.");

    /** The language. */
    public record Params(String locale) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(LOCALE));
        }
    }

    @Override
    public Void run(Caller caller, Params params) {
        return null;
    }

    private static String english(String locale) {
        if (!ENGLISH.matcher(locale).matches()) {
            throw new IllegalArgumentException("must be one that locale.list names: en");
        }
        return locale;
    }
}
