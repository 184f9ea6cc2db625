package dev.tr50.gateway.dispatch;

import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Reply;
import java.util.concurrent.CompletableFuture;

/** What became of a command. */
sealed interface Outcome {

    /** What must be on disk before a reply is told: more and more. */
    enum Promise {
        NOTHING,
        VALUES,
        EVERYTHING
    }

    /**
     * The reply is there.
     *
     * @param promise what it promises
     * @param takeBack what to do when it is not delivered; null for nothing
     */
    record Answer(Reply reply, Promise promise, Runnable takeBack) implements Outcome {

        static Answer refused(String id, CommandException why) {
            return new Answer(new Reply.Failure(id, why.problems()), Promise.NOTHING, null);
        }
    }

    /**
     * The command waits for somebody else.
     *
     * @param answer never fails
     * @param call to be cancelled when nobody waits for the answer any more
     */
    record Later(CompletableFuture<Answer> answer, CompletableFuture<?> call) implements Outcome {}
}
