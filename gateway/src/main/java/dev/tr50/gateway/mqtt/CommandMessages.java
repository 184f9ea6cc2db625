package dev.tr50.gateway.mqtt;

import dev.tr50.broker.CommandMessage;
import dev.tr50.broker.Connection;
import dev.tr50.broker.ReplyRoute;
import dev.tr50.gateway.dispatch.Answering;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Dispatcher;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.limit.RateLimit;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.EnvelopeReader;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.ReplyWriter.Encoded;
import dev.tr50.protocol.Zlib;
import java.util.List;

/** Messages on {@code api…}: each becomes commands and one reply. */
public final class CommandMessages {
    private final EnvelopeReader reader;
    private final ReplyWriter writer;
    private final int mostInflatedBytes;
    private final Dispatcher dispatcher;
    private final FaultLog faults;
    private final byte[] inboxFull;
    private final byte[] stopping;
    private final byte[] failed;

    /** @param mostInflatedBytes how large a compressed message may become */
    public CommandMessages(
            EnvelopeReader reader, ReplyWriter writer, int mostInflatedBytes, Dispatcher dispatcher, FaultLog faults) {
        this.reader = reader;
        this.writer = writer;
        this.mostInflatedBytes = mostInflatedBytes;
        this.dispatcher = dispatcher;
        this.faults = faults;
        this.failed = writer.writeRootFailure(
                new CommandException(ErrorCode.INTERNAL, "The gateway failed to answer; its log tells why"));
        this.stopping = writer.writeRootFailure(
                new CommandException(ErrorCode.RATE_LIMITED, "The gateway is stopping, this was not run"));
        this.inboxFull = writer.writeRootFailure(
                new CommandException(ErrorCode.RATE_LIMITED, "Too many messages wait already, this one was not read"));
    }

    Inbox.Message of(Connection connection, RateLimit limit, CommandMessage message) {
        return new Inbox.Message() {
            /** What it says, once that has been read. */
            private List<Entry> entries;

            @Override
            public int bytes() {
                return message.payload().length;
            }

            @Override
            public boolean changesDatabase() {
                try {
                    entries = read(message);
                    return dispatcher.changesDatabase(entries);
                } catch (RuntimeException | StackOverflowError unreadable) {
                    // Told when it is run.
                    return false;
                }
            }

            @Override
            public void setAside() {
                entries = null;
            }

            @Override
            public Answering<Runnable> run() {
                ReplyRoute route = message.reply();
                Answering<byte[]> answering = answer(connection, limit, message, entries);
                return answering.map(reply -> () -> reply(connection, route, reply, answering));
            }

            @Override
            public boolean isAwaited() {
                return connection.isAwaited(message.reply());
            }

            @Override
            public Runnable refusal() {
                return CommandMessages.this.refusal(connection, message.reply());
            }

            @Override
            public Runnable stopped() {
                return () -> connection.reply(message.reply(), packed(message, stopping));
            }
        };
    }

    private Runnable refusal(Connection connection, ReplyRoute route) {
        return () -> connection.reply(route, inboxFull);
    }

    /** Who asked for nothing that is lost with its reply need not be told of the loss. */
    private static void reply(Connection connection, ReplyRoute route, byte[] reply, Answering<byte[]> answering) {
        if (answering.isOwed()) {
            connection.reply(route, reply, answering::undelivered);
        } else {
            connection.reply(route, reply);
        }
    }

    private List<Entry> read(CommandMessage message) {
        byte[] json = message.compressed() ? Zlib.inflate(message.payload(), mostInflatedBytes) : message.payload();
        return reader.read(json).entries();
    }

    /** @param entries what the message says; null when that could not be read, which is told */
    private Answering<byte[]> answer(
            Connection connection, RateLimit limit, CommandMessage message, List<Entry> entries) {
        Caller caller = (Caller) connection.principal();
        try {
            Answering<List<Encoded>> replies =
                    dispatcher.run(caller, limit.admit(entries == null ? read(message) : entries));
            return replies.map(all -> fitting(connection, message, all, replies));
        } catch (CommandException e) {
            dispatcher.refused(caller, e);
            return Answering.now(packed(message, writer.writeRootFailure(e)));
        } catch (RuntimeException | StackOverflowError e) {
            return Answering.now(packed(message, failed(caller, e)));
        }
    }

    private byte[] fitting(
            Connection connection, CommandMessage message, List<Encoded> all, Answering<List<Encoded>> replies) {
        try {
            return fitting(connection, message, all, replies::undelivered);
        } catch (RuntimeException e) {
            replies.undelivered();
            return packed(message, failed((Caller) connection.principal(), e));
        }
    }

    /** What the client cannot take is answered with why, under the ids of its commands, and what fits nowhere by closing. */
    private byte[] fitting(Connection connection, CommandMessage message, List<Encoded> replies, Runnable undelivered) {
        int largest = connection.largestReply(message.reply());
        byte[] reply = packed(message, writer.write(replies));
        if (reply.length <= largest) {
            return reply;
        }
        undelivered.run();
        byte[] refusal = packed(message, writer.write(dispatcher.tooLarge(replies, largest)));
        if (refusal.length > largest) {
            connection.close("no answer fits into the " + largest + " bytes that the client takes");
        }
        return refusal;
    }

    private byte[] failed(Caller caller, Throwable fault) {
        faults.log("Answering a message", caller, fault);
        return failed;
    }

    private static byte[] packed(CommandMessage message, byte[] reply) {
        return message.compressed() ? Zlib.deflate(reply) : reply;
    }
}
