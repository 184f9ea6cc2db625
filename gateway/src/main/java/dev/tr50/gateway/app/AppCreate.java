package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Apps;
import java.util.Optional;

/** {@code app.create}: a new application, with a token of its own. */
public final class AppCreate implements Command<AppCreate.Params, AppCreate.Result> {
    private static final Param<String> NAME =
            AppFields.name("Its name, unique in the group.").required();

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "app.create",
                    Params::from,
                    Result.class,
                    "Makes an application: a token with which things log in, what becomes of unknown ones, and what they may do.")
            .openTo(Access.ADMIN);

    /** The application. */
    public record Params(String name, AppFields fields) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(NAME), AppFields.from(arguments));
        }

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Params[" + name + "]";
        }
    }

    /** The application that was made. */
    public record Result(
            @Describe("Id of the application.") String id,

            @Describe("The token that was made up; told this once. Absent when one was given.")
            Optional<String> token) {}

    private final Apps apps;

    public AppCreate(Apps apps) {
        this.apps = apps;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Optional<String> madeUp = params.fields().token() == null ? Optional.of(Secrets.next()) : Optional.empty();
        String hash = Secrets.hash(madeUp.orElse(params.fields().token()));
        String id = Refusals.told(() -> apps.create(
                        caller.group().id(),
                        params.name(),
                        params.fields().rest().withToken(hash),
                        caller.whoAmI()))
                .id();
        return new Result(id, madeUp);
    }
}
