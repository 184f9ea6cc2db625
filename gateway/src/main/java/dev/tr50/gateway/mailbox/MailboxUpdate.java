package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;

/**
 * {@code mailbox.update}: a thing tells how far it is with a message. It neither answers the caller nor makes it wait longer:
 * device-cloud-python says "Invoked" at once and acknowledges minutes later.
 */
public final class MailboxUpdate implements Command<MailboxUpdate.Params, Void> {
    private static final Param<String> MSG =
            Param.textOf("msg", "How far it is, for people; of more than 4096 characters the beginning is kept.");

    public static final Signature<Params, Void> SIGNATURE = Signature.writing(
                    "mailbox.update", Params::from, Void.class, "Notes in the history of a message how far it is.")
            .openTo(Access.OWN);

    /** What is noted. */
    public record Params(String id, String msg) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(MessageParams.ID), arguments.get(MSG));
        }
    }

    private final Inboxes inboxes;

    public MailboxUpdate(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Void run(Caller caller, Params params) {
        inboxes.update(caller, params.id(), params.msg());
        return null;
    }
}
