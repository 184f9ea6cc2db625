package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.TurningOut;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.storage.App;
import dev.tr50.storage.Apps;

/** {@code app.delete}: an application goes, and with it every session that began with its token. Its things stay. */
public final class AppDelete implements Command<AppDelete.Params, Void> {
    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "app.delete",
                    Params::from,
                    Void.class,
                    "Deletes an application, named by its name or id, and ends the sessions of things that showed its token. The"
                            + " things stay.")
            .openTo(Access.ADMIN);

    /** Which application. */
    public record Params(AppChoice app) {
        static Params from(Arguments arguments) {
            return new Params(AppChoice.from(arguments));
        }
    }

    private final Apps apps;
    private final TurningOut turningOut;

    public AppDelete(Apps apps, TurningOut turningOut) {
        this.apps = apps;
        this.turningOut = turningOut;
    }

    @Override
    public Void run(Caller caller, Params params) {
        App app = params.app().in(apps, caller);
        if (!apps.delete(app.groupId(), app.id())) {
            throw new CommandException(ErrorCode.NOT_FOUND, "Application " + app.name() + " not found");
        }
        turningOut.app(app);
        return null;
    }
}
