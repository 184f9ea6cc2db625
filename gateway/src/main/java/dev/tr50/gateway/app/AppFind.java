package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.Apps;

/**
 * {@code app.find}: one application. Provisioning scripts look whether it succeeds; the token that the vendor's service tells here is
 * not kept and cannot be told.
 */
public final class AppFind implements Command<AppFind.Params, AppShown> {
    public static final Signature<Params, AppShown> SIGNATURE = Signature.reading(
                    "app.find",
                    Params::from,
                    AppShown.class,
                    "Finds an application of the group by its id, its name or its token. The token is not told: it is kept as a"
                            + " hash only.")
            .openTo(Access.ADMIN);

    /** Which application. */
    public record Params(AppChoice app) {
        static Params from(Arguments arguments) {
            return new Params(AppChoice.orToken(arguments));
        }
    }

    private final Apps apps;

    public AppFind(Apps apps) {
        this.apps = apps;
    }

    @Override
    public AppShown run(Caller caller, Params params) {
        return AppShown.of(params.app().in(apps, caller));
    }
}
