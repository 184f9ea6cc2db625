package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.dispatch.WaitingCommand;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Thing;
import java.util.concurrent.CompletionStage;

/**
 * {@code mailbox.send}: sends any command to a thing and waits for its answer. {@code module.exec} and {@code diag.ping} are
 * known to cellular modules; device-cloud-python drops everything but {@code method.exec} without a word.
 */
public final class MailboxSend implements WaitingCommand<MailboxSend.Params, Object> {
    private static final Param<String> COMMAND = Param.string("command", "What the thing is to do.")
            .as(MessageParams.longest(128))
            .required();
    private static final Param<JsonValue> PARAMS =
            Param.jsonObject("params", "What the command takes; default {}. Of method.exec: `method` and `params`.");
    private static final Param<Call> CALL = Param.object("params", "A call of a method.", Call::from);
    private static final Param<String> SESSION_ID =
            Param.string("sessionId", "Not supported: name the thing, whose sessions are all told.");

    public static final Signature<Params, Object> SIGNATURE = Signature.writing(
                    "mailbox.send",
                    Params::from,
                    Object.class,
                    "Sends a command to a thing. The result is what the thing answers; with an `ackTimeout` of less than 1"
                            + " it is `id`, that of the message, at once.")
            .openTo(Access.OWN);

    /** A method and what it takes. */
    private record Call(String method, JsonValue params) {
        static Call from(Arguments arguments) {
            return new Call(arguments.get(MessageParams.METHOD), MessageParams.methodParams(arguments));
        }
    }

    /**
     * What is sent.
     *
     * @param method null when the command is no call of a method
     * @param params for the command, or for the method
     */
    public record Params(
            ThingChoice thing,
            String command,
            String method,
            JsonValue params,
            Integer ackTimeout,
            Integer ttl,
            boolean singleton) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.from(arguments);
            String command = arguments.get(COMMAND);
            JsonValue params = arguments.get(PARAMS);
            Call call = call(arguments, command);
            if (arguments.get(SESSION_ID) != null) {
                arguments.reject("sessionId is not supported, name the thing by thingKey");
            }
            return new Params(
                    thing,
                    command,
                    call == null ? null : call.method(),
                    call == null ? params : call.params(),
                    arguments.get(MessageParams.ACK_TIMEOUT),
                    arguments.get(MessageParams.TTL),
                    arguments.get(MessageParams.SINGLETON));
        }

        private static Call call(Arguments arguments, String command) {
            return MessageOrder.METHOD_EXEC.equals(command) && arguments.areFine()
                    ? arguments.get(CALL.required())
                    : null;
        }
    }

    private final ThingAccess access;
    private final Outbox outbox;

    public MailboxSend(ThingAccess access, Outbox outbox) {
        this.access = access;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Object> run(Caller caller, Params params) {
        Thing thing = access.resolve(caller, params.thing());
        return outbox.send(
                caller,
                thing,
                new MessageOrder(
                        params.command(),
                        params.method(),
                        content(thing, params),
                        params.ackTimeout(),
                        params.ttl(),
                        params.singleton()));
    }

    private static JsonValue content(Thing thing, Params params) {
        if (params.method() != null) {
            return JsonValue.of(new MethodCall(params.method(), params.params(), thing.defKey()));
        }
        return params.params() == null ? JsonValue.emptyObject() : params.params();
    }
}
