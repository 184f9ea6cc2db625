package dev.tr50.gateway.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A message that is being answered.
 *
 * @param <T> what the answer is made to
 */
public final class Answering<T> {

    /** What is to be done when an answer does not arrive. */
    interface Debt {
        /** For most messages. */
        Debt NONE = new Debt() {
            @Override
            public boolean isOwed() {
                return false;
            }

            @Override
            public void undelivered() {
                // Nobody misses it.
            }
        };

        boolean isOwed();

        void undelivered();
    }

    private final CompletionStage<T> answer;
    private final boolean waits;
    private final Debt debt;

    private Answering(CompletionStage<T> answer, boolean waits, Debt debt) {
        this.answer = answer;
        this.waits = waits;
        this.debt = debt;
    }

    /** An answer that nobody misses when it does not arrive, on its way to the disk perhaps. */
    public static <T> Answering<T> soon(CompletionStage<T> answer) {
        return new Answering<>(answer, false, Debt.NONE);
    }

    /** The same, when it is there. */
    public static <T> Answering<T> now(T answer) {
        return soon(CompletableFuture.completedFuture(answer));
    }

    static <T> Answering<T> owed(CompletionStage<T> answer, boolean waits, Debt debt) {
        return new Answering<>(answer, waits, debt);
    }

    /** One that begins when something else is done. */
    public static <T> Answering<T> after(CompletionStage<Answering<T>> begun) {
        CompletableFuture<Answering<T>> rest = begun.toCompletableFuture();
        return new Answering<>(begun.thenCompose(Answering::answer), true, new Debt() {
            @Override
            public boolean isOwed() {
                return rest.isDone()
                        && !rest.isCompletedExceptionally()
                        && rest.join().isOwed();
            }

            @Override
            public void undelivered() {
                rest.thenAccept(Answering::undelivered);
            }
        });
    }

    /** The answer. It may never be there when it was given up before. */
    public CompletionStage<T> answer() {
        return answer;
    }

    /** Whether a command in it may keep it waiting for minutes. */
    public boolean waits() {
        return waits;
    }

    /** Whether it matters that the answer arrives; to be asked when it is there. */
    public boolean isOwed() {
        return debt.isOwed();
    }

    /**
     * The client will certainly not get the answer, whether that is there or not: nothing waits for it any more, and what was
     * handed out is taken back. Does not block, and may be called more than once.
     */
    public void undelivered() {
        debt.undelivered();
    }

    /** This message and a second one, answered together. */
    public <U> Answering<U> with(Answering<T> second, BiFunction<? super T, ? super T, ? extends U> joined) {
        Debt both = new Debt() {
            @Override
            public boolean isOwed() {
                return debt.isOwed() || second.debt.isOwed();
            }

            @Override
            public void undelivered() {
                debt.undelivered();
                second.debt.undelivered();
            }
        };
        return new Answering<>(answer.thenCombine(second.answer, joined), waits || second.waits, both);
    }

    /** The same in another form. */
    public <U> Answering<U> map(Function<? super T, ? extends U> form) {
        return new Answering<>(answer.thenApply(form), waits, debt);
    }
}
