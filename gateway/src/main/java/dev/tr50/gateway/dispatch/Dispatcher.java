package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.dispatch.Outcome.Answer;
import dev.tr50.gateway.dispatch.Outcome.Later;
import dev.tr50.gateway.dispatch.Outcome.Promise;
import dev.tr50.gateway.limit.Limit;
import dev.tr50.gateway.limit.LimitCounts;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.CommandException.Problem;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Reply;
import dev.tr50.protocol.ReplyWriter;
import dev.tr50.protocol.ReplyWriter.Encoded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Runs the commands of a message one after another in textual order, never stopping at a failure, and answers each under its
 * id. Everything that a door needs of TR50 ends here.
 */
public final class Dispatcher {
    private static final Problem NOT_DURABLE =
            new Problem(ErrorCode.INTERNAL, "What was changed could not be brought to disk");

    private final CommandRunner runner;
    private final OnDisk onDisk;
    private final ReplyWriter writer;
    private final int mostReplyBytes;
    private final Executor workers;
    private final FaultLog faults;
    private final LimitCounts counts;

    /**
     * @param mostReplyBytes how large the results in one message may be together
     * @param calls those that wait for somebody else
     * @param workers what waited is answered here, and what was not delivered is taken back here
     */
    public Dispatcher(
            CommandSet commands,
            OnDisk onDisk,
            ReplyWriter writer,
            int mostReplyBytes,
            WaitingCalls calls,
            Executor workers,
            FaultLog faults,
            CommandObserver observer,
            LimitCounts counts) {
        this.runner = new CommandRunner(commands, calls, workers, faults, observer);
        this.onDisk = onDisk;
        this.writer = writer;
        this.mostReplyBytes = mostReplyBytes;
        this.workers = workers;
        this.faults = faults;
        this.counts = counts;
    }

    /** Whether a message may have to wait until others have changed the database, which takes one change at a time. */
    public boolean changesDatabase(List<Entry> entries) {
        return entries.stream().anyMatch(runner::changesDatabase);
    }

    /**
     * Runs every command of a message in the calling thread.
     *
     * @return the replies in the order of the entries, complete at once unless a command waits for somebody else or promised
     *     something that has to reach the disk first; never fails
     */
    public Answering<List<Encoded>> run(Caller caller, List<Entry> entries) {
        Replies replies = new Replies(entries.size());
        CompletableFuture<List<Encoded>> whole = null;
        boolean complete = false;
        for (int place = 0; place < entries.size(); place++) {
            Outcome outcome = runner.run(caller, entries.get(place));
            if (outcome instanceof Later later) {
                whole = whole == null ? new CompletableFuture<>() : whole;
                await(later, replies, place, whole);
            } else {
                complete = put((Answer) outcome, replies, place);
            }
        }
        if (whole == null) {
            return replies.areOwed()
                    ? Answering.owed(onDisk(replies), false, debt(replies))
                    : Answering.soon(onDisk(replies));
        }
        if (complete) {
            onDisk(replies).thenAccept(whole::complete);
        }
        return Answering.owed(whole, true, debt(replies));
    }

    private void await(Later later, Replies replies, int place, CompletableFuture<List<Encoded>> whole) {
        replies.keep(later.call());
        later.answer().thenAccept(answer -> {
            if (put(answer, replies, place)) {
                onDisk(replies).thenAccept(whole::complete);
            }
        });
    }

    /** Puts a reply in its place; returns whether it was the last that was missing. */
    private boolean put(Answer answer, Replies replies, int place) {
        Encoded encoded = writer.encode(answer.reply());
        boolean fits = replies.count(encoded.json().length) <= mostReplyBytes;
        Runnable takeBack = answer.takeBack();
        if (takeBack != null && !(fits && replies.keep(takeBack))) {
            takeBack(takeBack);
        }
        return replies.put(place, fits ? encoded : tooLarge(answer.reply()), answer.promise());
    }

    private CompletionStage<List<Encoded>> onDisk(Replies replies) {
        List<Encoded> inOrder = replies.inOrder();
        return replies.promise() != Promise.NOTHING
                ? kept(replies.promise()).handle((done, failure) -> {
                    if (failure == null) {
                        return inOrder;
                    }
                    giveUp(replies);
                    return notDurable(inOrder, failure);
                })
                : CompletableFuture.completedFuture(inOrder);
    }

    private CompletionStage<Void> kept(Promise promise) {
        return promise == Promise.VALUES ? onDisk.values() : onDisk.everything();
    }

    private Answering.Debt debt(Replies replies) {
        return new Answering.Debt() {
            @Override
            public boolean isOwed() {
                return replies.areOwed();
            }

            @Override
            public void undelivered() {
                giveUp(replies);
            }
        };
    }

    private void giveUp(Replies replies) {
        replies.giveUp().forEach(this::takeBack);
    }

    private void takeBack(Runnable result) {
        workers.execute(() -> {
            try {
                result.run();
            } catch (RuntimeException e) {
                faults.log("Taking back what was not delivered", null, e);
            }
        });
    }

    /** A message was refused as a whole, so that it holds no command: counts it as one without a name. */
    public void refused(Caller caller, CommandException why) {
        runner.refused(caller, why);
    }

    /** Runs one command and leaves its result as it is; complete when what it promised is on disk. Never fails. */
    public CompletionStage<Reply> runDurably(Caller caller, Entry entry) {
        Outcome outcome = runner.run(caller, entry);
        return outcome instanceof Later later ? later.answer().thenCompose(this::onDisk) : onDisk((Answer) outcome);
    }

    private CompletionStage<Reply> onDisk(Answer answer) {
        return answer.promise() != Promise.NOTHING
                ? kept(answer.promise())
                        .handle((done, failure) -> failure == null ? answer.reply() : notDurable(answer, failure))
                : CompletableFuture.completedFuture(answer.reply());
    }

    private Reply notDurable(Answer answer, Throwable failure) {
        faults.log("Bringing changes to disk", null, failure);
        return new Reply.Failure(answer.reply().id(), List.of(NOT_DURABLE));
    }

    private List<Encoded> notDurable(List<Encoded> replies, Throwable failure) {
        faults.log("Bringing changes to disk", null, failure);
        return replies.stream()
                .map(reply -> writer.encode(new Reply.Failure(reply.id(), List.of(NOT_DURABLE))))
                .toList();
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
}
