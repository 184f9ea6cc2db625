package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.Accounts;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.gateway.provisioning.Rules;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.User;

/** {@code user.create}: a new user, in no group yet. */
public final class UserCreate implements Command<UserCreate.Params, UserCreate.Result> {
    private static final Param<String> EMAIL = Param.string("emailAddress", "E-mail address, which nobody has yet.")
            .as(UserCreate::address)
            .required();
    private static final Param<String> PASSWORD = Param.string(
                    "password", "Password of 8 to 1024 characters, none that everybody guesses first.")
            .as(Rules::password)
            .required();

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "user.create",
                    Params::from,
                    Result.class,
                    "Makes a user, for users that are root. user.org.add puts it into a group.")
            .openTo(Access.USER);

    /** The user. */
    public record Params(String emailAddress, String password) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(EMAIL), arguments.get(PASSWORD));
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Params[" + emailAddress + "]";
        }
    }

    /** The user that was made. */
    public record Result(@Describe("Id of the user.") String id) {}

    private final Accounts accounts;

    public UserCreate(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Result run(Caller caller, Params params) {
        User by = caller.user().orElseThrow();
        return Declined.told(() -> new Result(
                accounts.create(by, params.emailAddress(), params.password()).id()));
    }

    private static String address(String text) {
        if (!Rules.isAddress(text)) {
            throw new IllegalArgumentException("is no e-mail address");
        }
        return text;
    }
}
