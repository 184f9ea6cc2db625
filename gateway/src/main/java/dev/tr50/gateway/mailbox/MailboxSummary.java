package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.MessageStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code mailbox.summary}: how many messages of a thing have which status. */
public final class MailboxSummary implements Command<ThingChoice, MailboxSummary.Result> {
    public static final Signature<ThingChoice, Result> SIGNATURE = Signature.reading(
            "mailbox.summary", ThingChoice::from, Result.class, "Counts the messages of a thing by their status.");

    /** How many. */
    public record Result(
            @Describe("A number for each status, 0 included.")
            Map<String, Long> summary) {}

    private final Mailbox mailbox;
    private final ThingAccess access;

    public MailboxSummary(Mailbox mailbox, ThingAccess access) {
        this.mailbox = mailbox;
        this.access = access;
    }

    @Override
    public Result run(Caller caller, ThingChoice thing) {
        Map<MessageStatus, Long> counts =
                mailbox.summary(access.resolve(caller, thing).id());
        Map<String, Long> summary = new LinkedHashMap<>();
        for (MessageStatus status : MessageStatus.values()) {
            summary.put(status.word(), counts.getOrDefault(status, 0L));
        }
        return new Result(summary);
    }
}
