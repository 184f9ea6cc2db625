package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.identity.LoginRefused;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Logins.LoggedIn;
import dev.tr50.gateway.logline.Printable;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code api.authenticate}: opens an HTTP session, for a user or for a thing. */
public final class ApiAuthenticate implements Command<ApiAuthenticate.Params, ApiAuthenticate.Result> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiAuthenticate.class);
    private static final Param<String> USERNAME = Param.string("username", "E-mail address of a user.");
    private static final Param<String> PASSWORD = Param.string("password", "Password of the user.");
    private static final Param<String> APP_TOKEN =
            Param.string("appToken", "Token of an application, or the thing's own secret.");
    private static final Param<String> APP_ID =
            Param.string("appId", "Name the application gives itself on this thing.");
    private static final int MOST_APP_ID = 1024;
    private static final Param<String> THING_KEY = Param.string("thingKey", "Key of the thing that logs in.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "api.authenticate",
                    Params::from,
                    Result.class,
                    "Opens a session for HTTP: either username and password, or appToken, appId and thingKey. The session"
                            + " lives for 24 hours after its last use.")
            .openTo(Access.OPEN)
            .durably();

    /** The credentials of a user or of a thing; the other half is null. */
    public record Params(String username, String password, String appToken, String appId, String thingKey) {
        static Params from(Arguments arguments) {
            Params params = new Params(
                    arguments.get(USERNAME),
                    arguments.get(PASSWORD),
                    arguments.get(APP_TOKEN),
                    arguments.get(APP_ID),
                    arguments.get(THING_KEY));
            if (arguments.areFine() && !params.isUser() && !params.isThing()) {
                arguments.reject("username and password, or appToken and thingKey, are required (string)");
            }
            if (params.appId() != null && params.appId().length() > MOST_APP_ID) {
                arguments.reject("appId must have at most " + MOST_APP_ID + " characters");
            }
            return params;
        }

        boolean isUser() {
            return username != null && password != null;
        }

        boolean isThing() {
            return appToken != null && thingKey != null;
        }

        /** Keeps the secrets out of logs. */
        @Override
        public String toString() {
            return "Params[" + username + ", " + thingKey + "]";
        }
    }

    /** The session. */
    public record Result(
            @Describe("Key of the group the session works in.")
            String orgKey,

            @Describe("The session: auth.sessionId of a message, or the HTTP header sessionId.")
            String sessionId,

            @Describe("Key of the thing, in a thing's session.")
            Optional<String> thingKey) {}

    private final Logins logins;
    private final HttpSessions sessions;

    public ApiAuthenticate(Logins logins, HttpSessions sessions) {
        this.logins = logins;
        this.sessions = sessions;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Caller session = sessions.begin(logIn(params, caller), caller.origin())
                .orElseThrow(() -> new CommandException(
                        ErrorCode.NOT_AUTHENTICATED, "What was shown was changed in this moment, log in again"));
        return new Result(
                session.group().key(), session.sessionId(), session.thing().map(thing -> thing.key()));
    }

    private LoggedIn logIn(Params params, Caller caller) {
        try {
            return params.isUser()
                    ? logins.user(params.username(), params.password(), caller.origin())
                    : logins.thing(params.thingKey(), params.appToken(), params.appId(), caller.origin());
        } catch (LoginRefused e) {
            LOG.info(
                    "Refused {} from {}: {}",
                    Printable.of(params.isUser() ? params.username() : params.thingKey()),
                    caller.origin().remoteAddress(),
                    e.getMessage());
            throw new CommandException(
                    e.why() == LoginRefused.Why.BUSY ? ErrorCode.RATE_LIMITED : ErrorCode.NOT_AUTHENTICATED,
                    e.getMessage());
        }
    }
}
