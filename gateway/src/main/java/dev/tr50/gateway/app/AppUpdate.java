package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.gateway.provisioning.TurningOut;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.App;
import dev.tr50.storage.AppChange;
import dev.tr50.storage.Apps;

/**
 * {@code app.update}: changes what is sent of an application and leaves the rest. Sessions that are open are measured by what it is
 * then, and end when it has another token.
 */
public final class AppUpdate implements Command<AppUpdate.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "app.update",
                    Params::from,
                    Void.class,
                    "Changes what is sent of an application, named by its name or id, and leaves the rest. It holds for sessions"
                            + " that are open too; another token ends them.")
            .openTo(Access.ADMIN);

    /** Which application, and what is to change. */
    public record Params(AppChoice app, AppFields fields) {
        static Params from(Arguments arguments) {
            return new Params(AppChoice.from(arguments), AppFields.from(arguments));
        }

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Params[" + app + "]";
        }
    }

    private final Apps apps;
    private final TurningOut turningOut;

    public AppUpdate(Apps apps, TurningOut turningOut) {
        this.apps = apps;
        this.turningOut = turningOut;
    }

    @Override
    public Void run(Caller caller, Params params) {
        App app = params.app().in(apps, caller);
        String token = params.fields().token();
        AppChange rest = params.fields().rest();
        AppChange change = token == null ? rest : rest.withToken(Secrets.hash(token));
        App changed = Refusals.told(() -> apps.update(app.groupId(), app.id(), change, caller.whoAmI()))
                .orElseThrow(
                        () -> new CommandException(ErrorCode.NOT_FOUND, "Application " + app.name() + " not found"));
        if (changed.tokenHash().equals(app.tokenHash())) {
            turningOut.rightsChanged(app.groupId());
        } else {
            turningOut.app(app);
        }
        return null;
    }
}
