package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.dispatch.CommandSet.Bound;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.CommandException.Problem;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Reply;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.ReplyWriter.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs the commands of a message one after another in textual order, never stopping at a failure, and answers each under its
 * id. Everything that a door needs of TR50 ends here.
 */
public final class Dispatcher {

    /** The reply to one command, and whether it promises something that must be on disk before it is told. */
    private record Answer(Reply reply, boolean waitsForDisk) {}

    private static final int QUOTED = 80;
    private static final Problem NOT_DURABLE =
            new Problem(ErrorCode.INTERNAL, "What was changed could not be brought to disk");

    private final CommandSet commands;
    private final Supplier<? extends CompletionStage<Void>> onDisk;
    private final ReplyWriter writer;
    private final int mostReplyBytes;
    private final FaultLog faults;
    private final CommandObserver observer;
    private final LimitCounts counts;

    /**
     * @param onDisk completes when everything committed before the call is durable
     * @param mostReplyBytes how large the results in one message may be together
     */
    public Dispatcher(
            CommandSet commands,
            Supplier<? extends CompletionStage<Void>> onDisk,
            ReplyWriter writer,
            int mostReplyBytes,
            FaultLog faults,
            CommandObserver observer,
            LimitCounts counts) {
        this.commands = commands;
        this.onDisk = onDisk;
        this.writer = writer;
        this.mostReplyBytes = mostReplyBytes;
        this.faults = faults;
        this.observer = observer;
        this.counts = counts;
    }

    /**
     * Runs every command of a message in the calling thread.
     *
     * @return the replies in the order of the entries, complete at once unless a command promised something that has to
     *     reach the disk first; never fails
     */
    public CompletionStage<List<Encoded>> run(Caller caller, List<Entry> entries) {
        List<Encoded> replies = new ArrayList<>(entries.size());
        boolean waitsForDisk = false;
        long bytes = 0;
        for (Entry entry : entries) {
            Answer answer = answer(caller, entry);
            waitsForDisk |= answer.waitsForDisk();
            Encoded reply = writer.encode(answer.reply());
            bytes += reply.json().length;
            replies.add(bytes <= mostReplyBytes ? reply : tooLarge(answer.reply()));
        }
        if (!waitsForDisk) {
            return CompletableFuture.completedFuture(replies);
        }
        return onDisk.get().handle((done, failure) -> failure == null ? replies : notDurable(replies, failure));
    }

    /** Runs one command and leaves its result as it is; complete when what it promised is on disk. Never fails. */
    public CompletionStage<Reply> runDurably(Caller caller, Entry entry) {
        Answer answer = answer(caller, entry);
        return answer.waitsForDisk()
                ? onDisk.get().handle((done, failure) -> failure == null ? answer.reply() : notDurable(entry, failure))
                : CompletableFuture.completedFuture(answer.reply());
    }

    private Reply notDurable(Entry entry, Throwable failure) {
        faults.log("Bringing changes to disk", null, failure);
        return new Reply.Failure(entry.id(), List.of(NOT_DURABLE));
    }

    /** Runs one command and leaves its result as it is, without waiting for the disk. */
    public Reply runOne(Caller caller, Entry entry) {
        return answer(caller, entry).reply();
    }

    private Answer answer(Caller caller, Entry entry) {
        long start = System.nanoTime();
        Answer answer = entry instanceof Request request
                ? answer(caller, request)
                : refused(entry.id(), ((Malformed) entry).problem());
        observer.ran(
                entry instanceof Request request ? request.command() : null,
                answer.reply() instanceof Reply.Failure failure
                        ? failure.problems().get(0).code()
                        : null,
                System.nanoTime() - start);
        return answer;
    }

    private Answer answer(Caller caller, Request request) {
        try {
            Bound<?, ?> bound = commands.find(request.command()).orElseThrow(() -> unknown(request.command()));
            return new Answer(
                    new Reply.Success(request.id(), run(bound, caller, request)),
                    bound.signature().durable());
        } catch (CommandException e) {
            return refused(request.id(), e);
        } catch (Exception | StackOverflowError e) {
            faults.log(request.command(), caller, e);
            return refused(
                    request.id(),
                    new CommandException(
                            ErrorCode.INTERNAL,
                            "The gateway failed to run " + request.command() + "; its log tells why"));
        }
    }

    private static <P, R> R run(Bound<P, R> bound, Caller caller, Request request) {
        Signature<P, R> signature = bound.signature();
        caller.require(signature);
        return bound.command().run(caller, signature.read(request.arguments()));
    }

    private Encoded tooLarge(Reply reply) {
        counts.met(Limit.REPLY_BYTES);
        Problem problem = new Problem(
                ErrorCode.TOO_LARGE,
                "The replies to this message are larger than " + mostReplyBytes + " bytes; ask for less at a time");
        return writer.encode(reply instanceof Reply.Failure ? reply : new Reply.Failure(reply.id(), List.of(problem)));
    }

    /** The answer to a client that cannot take the replies: what was done stays done. */
    public List<Encoded> tooLarge(List<Encoded> replies, int largest) {
        Problem problem = new Problem(ErrorCode.TOO_LARGE, "You take " + largest + " bytes, the reply has more");
        return replies.stream()
                .map(reply -> writer.encode(new Reply.Failure(reply.id(), List.of(problem))))
                .toList();
    }

    private List<Encoded> notDurable(List<Encoded> replies, Throwable failure) {
        faults.log("Bringing changes to disk", null, failure);
        return replies.stream()
                .map(reply -> writer.encode(new Reply.Failure(reply.id(), List.of(NOT_DURABLE))))
                .toList();
    }

    private static Answer refused(String id, CommandException why) {
        return new Answer(new Reply.Failure(id, why.problems()), false);
    }

    private static CommandException unknown(String command) {
        String quoted = command.length() <= QUOTED ? command : command.substring(0, QUOTED) + "…";
        return new CommandException(ErrorCode.UNKNOWN_COMMAND, "Unknown command \"" + quoted + "\"");
    }
}
