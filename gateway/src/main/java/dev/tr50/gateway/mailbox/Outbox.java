package dev.tr50.gateway.mailbox;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.JsonValue;
import dev.tr50.storage.Mailbox;
import dev.tr50.storage.Mailbox.Outcome;
import dev.tr50.storage.Mailbox.Sent;
import dev.tr50.storage.MailboxMessage;
import dev.tr50.storage.MethodDefinition;
import dev.tr50.storage.NewMessage;
import dev.tr50.storage.ObjectId;
import dev.tr50.storage.Thing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts messages into mailboxes and waits for what becomes of them. */
public final class Outbox {
    private static final String BY_TRIGGER = "trigger";

    private final Mailbox mailbox;
    private final Definitions definitions;
    private final WaitingCallers callers;
    private final MailNotices notices;
    private final MessageExpiry expiry;
    private final int mostBytes;
    private final Clock clock;

    Outbox(
            Mailbox mailbox,
            Definitions definitions,
            WaitingCallers callers,
            MailNotices notices,
            MessageExpiry expiry,
            int mostBytes,
            Clock clock) {
        this.mailbox = mailbox;
        this.definitions = definitions;
        this.callers = callers;
        this.notices = notices;
        this.expiry = expiry;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /**
     * Sends a message.
     *
     * @return what the thing answers, an object; null when it was done by fetching it; a {@link Queued} when the caller does not
     *     wait
     * @throws CommandException when it cannot be sent
     */
    CompletionStage<Object> send(Caller caller, Thing thing, MessageOrder order) {
        Optional<MethodDefinition> method = Optional.ofNullable(order.method()).flatMap(key -> known(thing, key));
        Timing timing = Timing.of(
                order.ackTimeout(),
                order.ttl(),
                method.map(MethodDefinition::defaultAckTimeout).orElse(null));
        NewMessage message = new NewMessage(
                ObjectId.next(),
                thing.id(),
                sender(caller),
                order.command(),
                order.method(),
                json(order.params()),
                timing.ttl(),
                order.singleton());
        return timing.callerWaits()
                ? sendAndWait(thing, message, timing)
                : CompletableFuture.completedFuture(
                        new Queued(send(thing, message).id()));
    }

    private Optional<MethodDefinition> known(Thing thing, String key) {
        Optional<MethodDefinition> method = definitions.method(thing, key);
        if (method.map(MethodDefinition::handler).filter(BY_TRIGGER::equals).isPresent()) {
            throw new CommandException(
                    ErrorCode.BAD_PARAMETER,
                    "Method " + key + " is handled by a trigger, and triggers are not supported");
        }
        return method;
    }

    /** Waits from before the message can be answered. */
    private CompletableFuture<Object> sendAndWait(Thing thing, NewMessage message, Timing timing) {
        CompletableFuture<Object> answer = callers.await(message.id(), thing.key(), timing.patience());
        try {
            Sent sent = send(thing, message);
            return sent.outcome() == Outcome.JOINED ? join(thing, sent.id(), timing, answer) : answer;
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            return answer;
        }
    }

    /** Waits for another message instead, which may have been answered before this caller began to wait for it. */
    private CompletableFuture<Object> join(Thing thing, String id, Timing timing, CompletableFuture<Object> instead) {
        instead.cancel(false);
        CompletableFuture<Object> answer = callers.await(id, thing.key(), timing.patience());
        mailbox.find(id).filter(message -> !message.status().isOpen()).ifPresent(done -> complete(done, answer));
        return answer;
    }

    private static void complete(MailboxMessage done, CompletableFuture<Object> answer) {
        switch (done.status()) {
            case COMPLETED_OK ->
                answer.complete(done.answer() == null ? JsonValue.emptyObject() : JsonValue.parse(done.answer()));
            case COMPLETED_AUTO -> answer.complete(null);
            case COMPLETED_ERROR ->
                answer.completeExceptionally(DeviceAnswer.failure(done.errorCode(), done.errorMessage()));
            default -> answer.completeExceptionally(Unanswerable.because(done.status()));
        }
    }

    private Sent send(Thing thing, NewMessage message) {
        Instant now = clock.instant();
        Sent sent = mailbox.send(message, now);
        switch (sent.outcome()) {
            case ADDED -> {
                expiry.expect(now.plus(message.ttl()));
                notices.added(thing);
            }
            case JOINED -> notices.added(thing);
            case PENDING ->
                throw new CommandException(
                        ErrorCode.ALREADY_EXISTS,
                        "One is already pending: " + thing.key() + " has fetched it and not answered yet");
            case FULL ->
                throw new CommandException(
                        ErrorCode.RATE_LIMITED,
                        "The mailbox of " + thing.key() + " is full: " + Mailbox.MOST_OPEN + " messages are open");
            case NO_THING -> throw new CommandException(ErrorCode.NOT_FOUND, "Thing " + thing.key() + " not found");
        }
        return sent;
    }

    private String json(JsonValue params) {
        String json = params.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw new CommandException(ErrorCode.TOO_LARGE, "A message may have " + mostBytes + " bytes of params");
        }
        return json;
    }

    private static String sender(Caller caller) {
        return (caller.thing().isPresent() ? "thing:" : "user:") + caller.whoAmI();
    }
}
