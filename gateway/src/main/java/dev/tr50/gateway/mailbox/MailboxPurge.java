package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Describe;

/** {@code mailbox.purge}: takes the open messages out of a mailbox. Their callers are told, and what the thing answers is ignored. */
public final class MailboxPurge implements Command<ThingChoice, MailboxPurge.Result> {
    public static final Signature<ThingChoice, Result> SIGNATURE = Signature.writing(
                    "mailbox.purge",
                    ThingChoice::from,
                    Result.class,
                    "Takes all messages of a thing that are not finished out of its mailbox. They can still be looked up.")
            .openTo(Access.OWN);

    /** How many. */
    public record Result(
            @Describe("How many messages were taken out.") long count) {}

    private final ThingAccess access;
    private final Inboxes inboxes;

    public MailboxPurge(ThingAccess access, Inboxes inboxes) {
        this.access = access;
        this.inboxes = inboxes;
    }

    @Override
    public Result run(Caller caller, ThingChoice thing) {
        return new Result(inboxes.purge(access.resolve(caller, thing)));
    }
}
