package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.MailboxMessage;
import dev.tr50.storage.Thing;

/** {@code mailbox.find}: everything about one message. Of a thing that is not the caller's there is none. */
public final class MailboxFind implements Command<MailboxFind.Params, MessageView> {
    public static final Signature<Params, MessageView> SIGNATURE = Signature.reading(
            "mailbox.find",
            Params::from,
            MessageView.class,
            "Shows a message with its status and its history, for a week after it is finished.");

    /** Which message. */
    public record Params(String id) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(MessageParams.ID));
        }
    }

    private final Mailbox mailbox;
    private final ThingAccess access;

    public MailboxFind(Mailbox mailbox, ThingAccess access) {
        this.mailbox = mailbox;
        this.access = access;
    }

    @Override
    public MessageView run(Caller caller, Params params) {
        MailboxMessage message = mailbox.find(params.id()).orElseThrow(() -> Inboxes.notFound(params.id()));
        return MessageView.of(message, thing(caller, message));
    }

    private Thing thing(Caller caller, MailboxMessage message) {
        try {
            return access.resolve(caller, new ThingChoice(message.thingId(), null, Identifiers.NONE));
        } catch (CommandException notTheirs) {
            throw Inboxes.notFound(message.id());
        }
    }
}
