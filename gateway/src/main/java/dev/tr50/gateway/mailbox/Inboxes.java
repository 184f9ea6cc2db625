package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.thing.ThingAccess;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.JsonValue;
import dev.tr50.storage.FetchedMessages;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.Mailbox.Step;
import dev.tr50.storage.MessageStatus;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What things do with their mail: they fetch it, tell how far they are, and answer. */
public final class Inboxes {
    /** What the platform gives to those who ask for as much as there is. */
    static final int MOST = 100;

    private final Mailbox mailbox;
    private final Things things;
    private final ThingAccess access;
    private final WaitingCallers callers;
    private final MailNotices notices;
    private final MailCounts counts;
    private final Supplier<? extends CompletionStage<Void>> onDisk;
    private final int mostBytes;
    private final Clock clock;

    /** @param mostBytes of the messages that are fetched at once, together */
    Inboxes(
            Mailbox mailbox,
            Things things,
            ThingAccess access,
            WaitingCallers callers,
            MailNotices notices,
            MailCounts counts,
            Supplier<? extends CompletionStage<Void>> onDisk,
            int mostBytes,
            Clock clock) {
        this.mailbox = mailbox;
        this.things = things;
        this.access = access;
        this.callers = callers;
        this.notices = notices;
        this.counts = counts;
        this.onDisk = onDisk;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** Fetches new messages of the thing that asks and of the children in its session. */
    List<MailboxCheck.Message> fetch(Caller caller, int limit, boolean autoComplete) {
        Thing own = caller.thing()
                .orElseThrow(() -> new CommandException(
                        ErrorCode.NOT_PERMITTED, "A thing fetches its mail, and this session is no thing's"));
        Map<String, Thing> mailboxes =
                access.mailboxesOf(caller).stream().collect(Collectors.toMap(Thing::id, Function.identity()));
        int most = limit < 1 || limit > MOST ? MOST : limit;
        FetchedMessages fetched = mailbox.fetch(mailboxes.keySet(), most, mostBytes, autoComplete, clock.instant());
        if (fetched.more()) {
            notices.left(own);
        }
        if (autoComplete) {
            fetched.messages().forEach(message -> callers.answer(message.id(), null));
            counts.ended(MessageStatus.COMPLETED_AUTO, fetched.messages().size());
        }
        return fetched.messages().stream()
                .map(message -> new MailboxCheck.Message(
                        message.id(),
                        mailboxes.get(message.thingId()).key(),
                        message.from(),
                        message.command(),
                        JsonValue.parse(message.params())))
                .toList();
    }

    /** Messages that were fetched did not arrive: they wait again, and their things are told soon. */
    void takeBack(Collection<String> ids) {
        mailbox.putBack(ids, clock.instant())
                .forEach(thingId -> things.findById(thingId).ifPresent(notices::left));
    }

    void update(Caller caller, String id, String note) {
        requireKnown(id, mailbox.update(id, idsOf(caller), note, clock.instant()));
    }

    /** A success is told to the caller with a reply that waits for the disk; an error waits here. */
    void answer(Caller caller, String id, int errorCode, String text, JsonValue params) {
        Step step = mailbox.complete(id, idsOf(caller), new Answer(errorCode, text, json(params)), clock.instant());
        requireKnown(id, step);
        if (step == Step.DONE) {
            tell(id, errorCode, text, params);
        }
        caller.thing().ifPresent(notices::answered);
    }

    private void tell(String id, int errorCode, String text, JsonValue params) {
        if (errorCode == 0) {
            counts.ended(MessageStatus.COMPLETED_OK, 1);
            callers.answer(id, params == null ? JsonValue.emptyObject() : params);
            return;
        }
        counts.ended(MessageStatus.COMPLETED_ERROR, 1);
        if (callers.isAwaited(id)) {
            onDisk.get().thenRun(() -> callers.refuse(id, DeviceAnswer.failure(errorCode, text)));
        }
    }

    /** Takes all open messages out of a mailbox; returns how many. */
    int purge(Thing thing) {
        List<Mailbox.Unanswered> purged = mailbox.purge(thing.id(), clock.instant());
        counts.ended(MessageStatus.PURGED, purged.size());
        purged.forEach(message -> callers.refuse(message.id(), Unanswerable.because(MessageStatus.PURGED)));
        return purged.size();
    }

    private static void requireKnown(String id, Step step) {
        if (step == Step.UNKNOWN) {
            throw notFound(id);
        }
    }

    static CommandException notFound(String id) {
        String shown = id.length() <= 24 ? id : id.substring(0, 24) + "…";
        return new CommandException(ErrorCode.NOT_FOUND, "Message " + shown + " not found");
    }

    private List<String> idsOf(Caller caller) {
        return access.mailboxesOf(caller).stream().map(Thing::id).toList();
    }

    private static String json(JsonValue params) {
        if (params == null) {
            return null;
        }
        String json = params.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > Mailbox.MOST_BYTES) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE, "An answer may have " + Mailbox.MOST_BYTES + " bytes of params");
        }
        return json;
    }
}
