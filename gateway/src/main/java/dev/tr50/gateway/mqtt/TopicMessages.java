package dev.tr50.gateway.mqtt;

import dev.tr50.broker.Connection;
import dev.tr50.broker.TopicMessage;
import dev.tr50.broker.TopicMessage.Outcome;
import dev.tr50.gateway.definition.DataKey;
import dev.tr50.gateway.dispatch.Answering;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.gateway.logline.Printable;
import dev.tr50.gateway.thing.ThingKey;
import dev.tr50.gateway.topic.ServerTopic;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException.Problem;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.Reply;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on {@code thing/<thingKey>/property|alarm|attribute/<key>}: each is a command of the session that published it, and
 * acknowledged when its value is on disk.
 */
public final class TopicMessages {
    private static final Logger LOG = LoggerFactory.getLogger(TopicMessages.class);
    private static final int LONGEST_NUMBER = 400;

    /** A message that is no command. */
    private static final class Unreadable extends Exception {
        private final Outcome outcome;

        Unreadable(Outcome outcome, String why) {
            super(why, null, false, false);
            this.outcome = outcome;
        }
    }

    private final Dispatcher dispatcher;

    public TopicMessages(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    Inbox.Message of(Connection connection, RateLimit limit, TopicMessage message) {
        return new Inbox.Message() {
            @Override
            public int bytes() {
                return message.payload().length;
            }

            /** All it can be is a value. */
            @Override
            public boolean changesDatabase() {
                return false;
            }

            @Override
            public void setAside() {
                // It keeps nothing but what came.
            }

            @Override
            public Answering<Runnable> run() {
                return Answering.soon(
                        outcome(connection, limit, message).thenApply(outcome -> () -> message.acknowledge(outcome)));
            }

            @Override
            public boolean isAwaited() {
                return false;
            }

            @Override
            public Runnable refusal() {
                return () -> message.acknowledge(Outcome.QUOTA_EXCEEDED);
            }

            /** Not acknowledged, it is sent again by whoever cares: clients before MQTT 5 take any acknowledgement for a success. */
            @Override
            public Runnable stopped() {
                return () -> {};
            }
        };
    }

    private CompletionStage<Outcome> outcome(Connection connection, RateLimit limit, TopicMessage message) {
        Caller caller = (Caller) connection.principal();
        try {
            Entry command = limit.admit(List.of(command(message))).get(0);
            return dispatcher.runDurably(caller, command).thenApply(reply -> outcome(caller, message, reply));
        } catch (Unreadable e) {
            return CompletableFuture.completedFuture(refused(caller, message, e.outcome, e.getMessage()));
        }
    }

    private static Request command(TopicMessage message) throws Unreadable {
        ServerTopic topic = ServerTopic.withKey(message.topic())
                .filter(parts -> ThingKey.isValid(parts.thingKey()) && DataKey.isValid(parts.key()))
                .orElseThrow(() -> new Unreadable(Outcome.TOPIC_INVALID, "no such topic"));
        String text = text(message.payload());
        return switch (topic.subject()) {
            case "property" -> request("property.publish", topic, Map.of(), Map.of("value", number(text)));
            case "alarm" -> request("alarm.publish", topic, Map.of(), Map.of("state", number(text)));
            case "attribute" -> request("thing.attr.set", topic, Map.of("value", text), Map.of());
            default -> throw new Unreadable(Outcome.TOPIC_INVALID, "no such topic");
        };
    }

    private static Request request(
            String command, ServerTopic topic, Map<String, String> texts, Map<String, BigDecimal> numbers) {
        Map<String, String> all = new HashMap<>(texts);
        all.put("thingKey", topic.thingKey());
        all.put("key", topic.key());
        return new Request(command, command, Arguments.of(all, numbers));
    }

    private static String text(byte[] payload) throws Unreadable {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable(Outcome.PAYLOAD_INVALID, "the payload is not UTF-8");
        }
    }

    private static BigDecimal number(String text) throws Unreadable {
        try {
            String trimmed = text.strip();
            if (trimmed.length() <= LONGEST_NUMBER) {
                return new BigDecimal(trimmed);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Unreadable(Outcome.PAYLOAD_INVALID, "the payload is no number");
    }

    private static Outcome outcome(Caller caller, TopicMessage message, Reply reply) {
        if (!(reply instanceof Reply.Failure failure)) {
            return Outcome.DONE;
        }
        Problem problem = failure.problems().get(0);
        Outcome outcome = switch (problem.code()) {
            case NOT_PERMITTED, NOT_AUTHENTICATED -> Outcome.NOT_AUTHORIZED;
            case BAD_PARAMETER, TOO_LARGE -> Outcome.PAYLOAD_INVALID;
            case NOT_FOUND, NOT_DEFINED -> Outcome.TOPIC_INVALID;
            case RATE_LIMITED -> Outcome.QUOTA_EXCEEDED;
            default -> Outcome.FAILED;
        };
        return refused(caller, message, outcome, problem.message());
    }

    /** Only MQTT 5 clients can be told, and none at QoS 0. */
    private static Outcome refused(Caller caller, TopicMessage message, Outcome outcome, String why) {
        LOG.info("{}: what was published on {} is refused: {}", caller.whoAmI(), Printable.of(message.topic()), why);
        return outcome;
    }
}
