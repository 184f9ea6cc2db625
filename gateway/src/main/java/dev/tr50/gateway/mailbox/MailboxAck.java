package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import java.math.BigDecimal;

/**
 * {@code mailbox.ack}: a thing answers a message. A second answer succeeds and changes nothing: the update of
 * device-cloud-python acknowledges twice. Any session of the thing may answer, because it does so after its restart.
 */
public final class MailboxAck implements Command<MailboxAck.Params, Void> {
    private static final Param<Integer> ERROR_CODE = Param.textOf(
                    "errorCode", "0 for success, which absence means too; a whole number, or the text of one.")
            .as(MailboxAck::whole)
            .defaultsTo(0);
    private static final Param<String> ERROR_MESSAGE = Param.textOf(
            "errorMessage", "What the caller is told when the code is not 0; otherwise kept in the history alone.");
    private static final Param<JsonValue> PARAMS =
            Param.jsonObject("params", "What the method has found out, for the caller.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "mailbox.ack", Params::from, Void.class, "Answers a message, which is finished then.")
            .openTo(Access.OWN);

    /** The answer. */
    public record Params(String id, int errorCode, String errorMessage, JsonValue params) {
        static Params from(Arguments arguments) {
            return new Params(
                    arguments.get(MessageParams.ID),
                    arguments.get(ERROR_CODE),
                    arguments.get(ERROR_MESSAGE),
                    arguments.get(PARAMS));
        }
    }

    /** device-cloud-python reads the code from a file after a restart and sends it as text. */
    private static int whole(String text) {
        try {
            return new BigDecimal(text.strip()).intValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("must be an integer");
        }
    }

    private final Inboxes inboxes;

    public MailboxAck(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Void run(Caller caller, Params params) {
        inboxes.answer(caller, params.id(), params.errorCode(), params.errorMessage(), params.params());
        return null;
    }
}
