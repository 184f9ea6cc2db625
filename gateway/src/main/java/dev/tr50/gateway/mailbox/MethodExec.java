package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.dispatch.WaitingCommand;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.JsonValue;
import dev.tr50.storage.Thing;
import java.util.concurrent.CompletionStage;

/**
 * {@code method.exec}: calls a method of a thing and waits for its answer. Methods need not be defined: libtr50 and
 * device-cloud-python register theirs on the device.
 */
public final class MethodExec implements WaitingCommand<MethodExec.Params, Object> {
    public static final Signature<Params, Object> SIGNATURE = Signature.writing(
                    "method.exec",
                    Params::from,
                    Object.class,
                    "Calls a method of a thing. The result is what the thing answers; with an `ackTimeout` of less than 1 it"
                            + " is `id`, that of the message, at once. When the thing answers with an error, that is the error of"
                            + " the command.")
            .openTo(Access.OWN);

    /** Which method, and how long it may take. */
    public record Params(
            ThingChoice thing, String method, JsonValue params, Integer ackTimeout, Integer ttl, boolean singleton) {
        static Params from(Arguments arguments) {
            return new Params(
                    ThingChoice.from(arguments),
                    arguments.get(MessageParams.METHOD),
                    MessageParams.methodParams(arguments),
                    arguments.get(MessageParams.ACK_TIMEOUT),
                    arguments.get(MessageParams.TTL),
                    arguments.get(MessageParams.SINGLETON));
        }
    }

    private final ThingAccess access;
    private final Outbox outbox;

    public MethodExec(ThingAccess access, Outbox outbox) {
        this.access = access;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Object> run(Caller caller, Params params) {
        Thing thing = access.resolve(caller, params.thing());
        JsonValue call = JsonValue.of(new MethodCall(params.method(), params.params(), thing.defKey()));
        return outbox.send(
                caller,
                thing,
                new MessageOrder(
                        MessageOrder.METHOD_EXEC,
                        params.method(),
                        call,
                        params.ackTimeout(),
                        params.ttl(),
                        params.singleton()));
    }
}
