package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.dispatch.CommandObserver.Run;
import dev.tr50.gateway.dispatch.CommandSet.Bound;
import dev.tr50.gateway.dispatch.Outcome.Answer;
import dev.tr50.gateway.dispatch.Outcome.Later;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Envelope.Entry;
import dev.tr50.protocol.Envelope.Malformed;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Runs one command and makes a reply of whatever comes of it. */
final class CommandRunner {
    private static final int QUOTED = 80;

    private final CommandSet commands;
    private final WaitingCalls calls;
    private final Executor workers;
    private final FaultLog faults;
    private final CommandObserver observer;

    /** @param workers where the answers to calls that waited are made */
    CommandRunner(
            CommandSet commands, WaitingCalls calls, Executor workers, FaultLog faults, CommandObserver observer) {
        this.commands = commands;
        this.calls = calls;
        this.workers = workers;
        this.faults = faults;
        this.observer = observer;
    }

    boolean changesDatabase(Entry entry) {
        return entry instanceof Request request
                && commands.find(request.command())
                        .map(bound -> bound.signature().changesDatabase())
                        .orElse(false);
    }

    Outcome run(Caller caller, Entry entry) {
        long start = System.nanoTime();
        if (!(entry instanceof Request request)) {
            return ran(new Run(caller, null, false), start, Answer.refused(entry.id(), ((Malformed) entry).problem()));
        }
        try {
            Bound<?, ?> bound = commands.find(request.command()).orElseThrow(() -> unknown(request.command()));
            return run(bound, caller, request, start);
        } catch (Exception | StackOverflowError e) {
            return ran(at(caller, request), start, failed(caller, request, e));
        }
    }

    /** What holds no command that could be run. */
    void refused(Caller caller, CommandException why) {
        observer.ran(new Run(caller, null, false), why.problems().get(0).code(), 0);
    }

    private <P, R> Outcome run(Bound<P, R> bound, Caller caller, Request request, long start) {
        Signature<P, R> signature = bound.signature();
        caller.require(signature);
        P params = signature.read(request.arguments());
        if (bound.handler() instanceof Command<P, R> command) {
            return ran(at(caller, request), start, succeeded(bound, caller, request, command.run(caller, params)));
        }
        CompletableFuture<R> call = begin((WaitingCommand<P, R>) bound.handler(), caller, params);
        if (call.isDone()) {
            return ran(at(caller, request), start, answer(bound, caller, request, call));
        }
        return await(bound, caller, request, call, start);
    }

    private <P, R> CompletableFuture<R> begin(WaitingCommand<P, R> command, Caller caller, P params) {
        calls.enter(caller);
        try {
            CompletableFuture<R> call = command.run(caller, params).toCompletableFuture();
            call.whenComplete((result, failure) -> calls.leave(caller));
            return call;
        } catch (RuntimeException | StackOverflowError e) {
            calls.leave(caller);
            throw e;
        }
    }

    private <P, R> Later await(
            Bound<P, R> bound, Caller caller, Request request, CompletableFuture<R> call, long start) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        calls.await(call);
        // Not in the thread of whoever completes it: that may hold a lock, or be an event loop.
        call.whenCompleteAsync(
                (result, failure) -> {
                    if (call.isCancelled()) {
                        answer.complete(Answer.refused(request.id(), nobodyWaits()));
                    } else {
                        Run run = new Run(caller, request, true);
                        answer.complete(ran(run, start, answer(bound, caller, request, call)));
                    }
                },
                workers);
        return new Later(answer, call);
    }

    /** @param call complete */
    private <P, R> Answer answer(Bound<P, R> bound, Caller caller, Request request, CompletableFuture<R> call) {
        try {
            return succeeded(bound, caller, request, call.join());
        } catch (CompletionException e) {
            return failed(caller, request, e.getCause());
        } catch (RuntimeException e) {
            return failed(caller, request, e);
        }
    }

    private static <P, R> Answer succeeded(Bound<P, R> bound, Caller caller, Request request, R result) {
        TakesBack<R> giver = bound.takesBack();
        return new Answer(
                new Reply.Success(request.id(), result),
                bound.signature().promise(),
                giver == null ? null : () -> giver.takeBack(caller, result));
    }

    private Answer failed(Caller caller, Request request, Throwable failure) {
        if (failure instanceof CommandException refusal) {
            return Answer.refused(request.id(), refusal);
        }
        faults.log(request.command(), caller, failure);
        return Answer.refused(
                request.id(),
                new CommandException(
                        ErrorCode.INTERNAL, "The gateway failed to run " + request.command() + "; its log tells why"));
    }

    private static Run at(Caller caller, Request request) {
        return new Run(caller, request, false);
    }

    private Answer ran(Run run, long start, Answer answer) {
        ErrorCode failure = answer.reply() instanceof Reply.Failure refused
                ? refused.problems().get(0).code()
                : null;
        observer.ran(run, failure, System.nanoTime() - start);
        return answer;
    }

    private static CommandException unknown(String command) {
        String quoted = command.length() <= QUOTED ? command : command.substring(0, QUOTED) + "…";
        return new CommandException(ErrorCode.UNKNOWN_COMMAND, "Command not supported: \"" + quoted + "\"");
    }

    private static CommandException nobodyWaits() {
        return new CommandException(ErrorCode.TIMED_OUT, "Nobody waits for this any more");
    }
}
