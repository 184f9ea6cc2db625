package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.MailboxMessage;
import dev.tr50.storage.Page;
import dev.tr50.storage.Thing;
import java.util.List;

/** {@code mailbox.list}: the messages of a thing. */
public final class MailboxList implements Command<MailboxList.Params, MailboxList.Result> {
    private static final long MOST_BYTES = 4 << 20;

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "mailbox.list",
            Params::from,
            Result.class,
            "Lists the messages of a thing, open and finished ones, the newest first. A page ends early when its messages"
                    + " hold 4 MiB.");

    /** Of which thing, and how many. */
    public record Params(ThingChoice thing, Paging paging) {
        static Params from(Arguments arguments) {
            return new Params(ThingChoice.from(arguments), Paging.from(arguments));
        }
    }

    /** A page. */
    public record Result(
            @Describe("How many messages the thing has, on this page or not.")
            long count,

            @Describe("The messages of the page.") List<MessageView> result) {}

    private final Mailbox mailbox;
    private final ThingAccess access;

    public MailboxList(Mailbox mailbox, ThingAccess access) {
        this.mailbox = mailbox;
        this.access = access;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Thing thing = access.resolve(caller, params.thing());
        Page<MailboxMessage> page = mailbox.list(
                thing.id(), params.paging().offset(), params.paging().limit(), MOST_BYTES);
        return new Result(
                page.total(),
                page.items().stream()
                        .map(message -> MessageView.of(message, thing))
                        .toList());
    }
}
