package dev.tr50.gateway.mailbox;

import dev.tr50.protocol.Describe;
import dev.tr50.protocol.JsonValue;
import dev.tr50.storage.MailboxMessage;
import dev.tr50.storage.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything that is known of a message. */
public record MessageView(
        @Describe("Id of the message.") String id,
        @Describe("Key of the thing it is for.") String thingKey,
        @Describe("Id of the thing it is for.") String thingId,

        @Describe("Who sent it: `user:` and an e-mail address, or `thing:` and a key.")
        String from,

        @Describe("What is to be done.") String command,
        @Describe("For the command.") JsonValue params,

        @Describe("new, in-flight, in-progress, completed-ok, completed-error, completed-auto, expired or purged.")
        String status,

        @Describe("Every status it had, the oldest first.") List<Step> history,
        @Describe("When it was sent.") Instant created,
        @Describe("When its status changed last.") Instant updated,

        @Describe("When it expires unless something is done before; of an open message.")
        Optional<Instant> expires,

        @Describe("Whole seconds from sending to the end; of a finished message.")
        Optional<Long> duration,

        @Describe("The number the thing answered, of completed-error.")
        Optional<Integer> errorCode,

        @Describe("What the thing said then.") Optional<String> errorMessage,

        @Describe("The params the thing answered with.") Optional<JsonValue> ackParams) {

    /** One status. */
    public record Step(
            @Describe("The status.") String status,
            @Describe("When it became so.") Instant ts,
            @Describe("What was said about it.") Optional<String> message) {}

    static MessageView of(MailboxMessage message, Thing thing) {
        return new MessageView(
                message.id(),
                thing.key(),
                thing.id(),
                message.from(),
                message.command(),
                JsonValue.parse(message.params()),
                message.status().word(),
                message.history().stream()
                        .map(step -> new Step(step.status().word(), step.ts(), Optional.ofNullable(step.note())))
                        .toList(),
                message.createdOn(),
                message.updatedOn(),
                Optional.ofNullable(message.expiresAt()),
                message.status().isOpen() ? Optional.empty() : Optional.of(seconds(message)),
                Optional.ofNullable(message.errorCode()),
                Optional.ofNullable(message.errorMessage()),
                Optional.ofNullable(message.answer()).map(JsonValue::parse));
    }

    private static long seconds(MailboxMessage message) {
        return Duration.between(message.createdOn(), message.updatedOn()).toSeconds();
    }
}
