package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.dispatch.TakesBack;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.JsonValue;
import dev.tr50.protocol.Param;
import java.util.List;

/**
 * {@code mailbox.check}: a thing fetches what waits for it. No message is handed out twice: libtr50 checks again until nothing
 * comes and runs whatever does, and device-cloud-python acknowledges a restart only after it.
 */
public final class MailboxCheck
        implements Command<MailboxCheck.Params, MailboxCheck.Result>, TakesBack<MailboxCheck.Result> {
    private static final Param<Boolean> AUTO_COMPLETE =
            Param.flag("autoComplete", "Whether fetching completes the messages, so that no acknowledgement follows.");
    private static final Param<Integer> LIMIT = Param.integer(
                    "limit",
                    "How many messages to fetch at most, from 1 to " + Inboxes.MOST + "; any other number counts as "
                            + Inboxes.MOST + ".")
            .defaultsTo(Inboxes.MOST);

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "mailbox.check",
                    Params::from,
                    Result.class,
                    "Fetches the new messages of the session's thing and of the things bound to it, the oldest first.")
            .openTo(Access.OWN);

    /** How much of it. */
    public record Params(boolean autoComplete, int limit) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(AUTO_COMPLETE), arguments.get(LIMIT));
        }
    }

    /** What waited. */
    public record Result(
            @Describe("The messages; an empty list when none waits.")
            List<Message> messages) {}

    /** A message. Samples that search for text need the id first and the key of the thing behind it. */
    public record Message(
            @Describe("For mailbox.update and mailbox.ack; 24 characters.")
            String id,

            @Describe("Key of the thing it is for: that of the session, or one bound to it.")
            String thingKey,

            @Describe("Who sent it: `user:` and an e-mail address, or `thing:` and a key.")
            String from,

            @Describe("What is to be done: `method.exec`, or what was given to mailbox.send.")
            String command,

            @Describe("For the command; of method.exec `method`, `params` and `thingDefKey`.")
            JsonValue params) {}

    private final Inboxes inboxes;

    public MailboxCheck(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Result run(Caller caller, Params params) {
        return new Result(inboxes.fetch(caller, params.limit(), params.autoComplete()));
    }

    @Override
    public void takeBack(Caller caller, Result result) {
        inboxes.takeBack(result.messages().stream().map(Message::id).toList());
    }
}
