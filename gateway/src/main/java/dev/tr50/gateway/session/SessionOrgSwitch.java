package dev.tr50.gateway.session;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;

/**
 * {@code session.org.switch}: a user goes to another group. The vendor's scripts name it by its key, others by its id. Over MQTT a
 * connection has its topics and its subscriptions in the group it logged in to, so it stays there.
 */
public final class SessionOrgSwitch implements Command<SessionOrgSwitch.Params, Void> {
    private static final Param<String> KEY = Param.string("key", "Key of the group.");
    private static final Param<String> ID = Param.string("id", "Id of the group, when the key is not there.");

    public static final Signature<Params, Void> SIGNATURE = Signature.reading(
                    "session.org.switch",
                    Params::from,
                    Void.class,
                    "Has the session work in another group of the user from the next command on. Over MQTT a session stays in the"
                            + " group it logged in to.")
            .openTo(Access.USER)
            .durably();

    /** Which group: one of the two is null. */
    public record Params(String key, String id) {
        static Params from(Arguments arguments) {
            Params params = new Params(arguments.get(KEY), arguments.get(ID));
            if (arguments.areFine() && params.key == null && params.id == null) {
                arguments.reject("key or id (string) is required");
            }
            return params;
        }

        String named() {
            return key == null ? id : key;
        }
    }

    private final Groups groups;
    private final Logins logins;
    private final HttpSessions sessions;

    public SessionOrgSwitch(Groups groups, Logins logins, HttpSessions sessions) {
        this.groups = groups;
        this.logins = logins;
        this.sessions = sessions;
    }

    @Override
    public Void run(Caller caller, Params params) {
        Group group = (params.key() == null ? groups.findById(params.id()) : groups.findByKey(params.key()))
                .filter(found ->
                        logins.in(caller.user().orElseThrow(), found.id()).isPresent())
                .orElseThrow(() ->
                        new CommandException(ErrorCode.NOT_FOUND, "Organisation " + params.named() + " not found"));
        if (group.id().equals(caller.group().id())) {
            return null;
        }
        if (!caller.origin().isHttp()) {
            throw new CommandException(
                    ErrorCode.NOT_PERMITTED,
                    "A connection over MQTT stays in the organisation it logged in to, "
                            + caller.group().key() + "; switch in a session over HTTP");
        }
        if (!sessions.moveTo(caller, group)) {
            throw new CommandException(ErrorCode.NOT_AUTHENTICATED, "The session has ended");
        }
        return null;
    }
}
