package dev.tr50.gateway.mqtt;

import dev.tr50.broker.Connection;
import dev.tr50.gateway.dispatch.Answering;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection sends: run one after another in the order they arrived, answered in that order.
 *
 * <p>A worker is held only while there is something to run. A message whose answer still waits for the disk lets the next ones
 * run, so that they share one sync; their answers queue behind it. When much waits, on either side, the client's socket is not
 * read any more: that is how a client that sends faster than it is served, or does not read its answers, is slowed down, and
 * nothing it sent is lost. What one read of the socket can still bring after that is kept too, up to a hard bound beyond which
 * messages are answered with an error. While much waits in all inboxes together, each client is read only when nothing of its own
 * waits.
 *
 * <p>Who has more to run than fits in a turn has its further turns with others like it, on threads of their own, so that the many who
 * ask for little are answered at once.
 *
 * <p>A message that changes the database goes through a {@link ChangeGate}; while it waits there, nothing of this client runs.
 *
 * <p>A message that waits for others, for another device perhaps, holds nobody up: it has no place in the order, and is answered when
 * it is.
 *
 * <p>What a client sent that has left is run too, but after what those sent who are there: it may be the leftovers of thousands of
 * connections. Of a client that was turned out nothing more is run.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Messages of one connection run before other connections get a turn. */
    private static final int TURN = 64;

    /** The same in time, because 64 messages that each wait for the database take long. */
    private static final long TURN_NANOS = Duration.ofMillis(2).toNanos();

    private static final int READ_UNTIL_MESSAGES = 512;
    private static final int READ_UNTIL_BYTES = 512 << 10;
    private static final int MOST_MESSAGES = 16 * READ_UNTIL_MESSAGES;
    private static final int MOST_UNANSWERED = 256;

    /** A message that is run in its turn. */
    interface Message {
        /** How much it holds. */
        int bytes();

        /** Whether it may have to wait until others have changed the database; asked right before it is run. */
        boolean changesDatabase();

        /** It has to wait for that: holds on to nothing but what came. */
        void setAside();

        /** Runs it; never fails. What comes of it sends the answer, when that is its turn. */
        Answering<Runnable> run();

        /** Whether anybody would get the answer though the connection is gone. */
        boolean isAwaited();

        /** Answers that there was no room for it; does not hold on to what the message holds. */
        Runnable refusal();

        /** Answers that it was not run, because the gateway stops. */
        Runnable stopped();
    }

    /** A message in the queue; null when there was no room for it, then there is a refusal. */
    private record Waiting(Message message, Runnable refusal) {
        int bytes() {
            return message == null ? 0 : message.bytes();
        }
    }

    /** An answer in the making. */
    private static final class Answer {
        private Runnable sending;
    }

    private final Connection connection;
    private final Turns turns;
    private final Backlog backlog;
    private final ChangeGate gate;

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Queue<Answer> unanswered = new ArrayDeque<>();
    /** What waits for others, and is answered whenever that is. */
    private final Map<Answering<Runnable>, Message> late = new HashMap<>();

    private int waitingBytes;
    private boolean left;
    private boolean scheduled;
    /** Whether it had a whole turn, and has not run out of messages since. */
    private boolean hadTurn;

    private boolean reading = true;
    private CompletableFuture<Void> waitingForIdle;

    /** @param gate of all inboxes */
    Inbox(Connection connection, Turns turns, Backlog backlog, ChangeGate gate) {
        this.connection = connection;
        this.turns = turns;
        this.backlog = backlog;
        this.gate = gate;
    }

    /** Takes a message. Called by the connection's I/O thread alone. */
    void take(Message message) {
        synchronized (this) {
            boolean full = isFull();
            if (full) {
                backlog.refused();
            }
            if (full && isInOrder()) {
                message.refusal().run();
                return;
            }
            Waiting more = full ? new Waiting(null, message.refusal()) : new Waiting(message, null);
            waiting.add(more);
            waitingBytes += more.bytes();
            backlog.add(more.bytes());
            if (reading && isMuch()) {
                reading = false;
                connection.pauseReading();
            }
        }
        goOn();
    }

    /** Looks whether there is something to run: after the channel drained, for instance. */
    void goOn() {
        Executor threads;
        synchronized (this) {
            if (scheduled || waiting.isEmpty() || !mayRun()) {
                return;
            }
            scheduled = true;
            threads = hadTurn ? turns.again() : turns.next();
        }
        if (connection.isOpen()) {
            threads.execute(() -> turn(threads, connection::isOpen));
        } else {
            turns.afterwards().execute(() -> turn(turns.afterwards(), () -> true));
        }
    }

    /** Completes at the first moment at which every message that was taken has been answered. */
    synchronized CompletableFuture<Void> idle() {
        if (isIdle()) {
            return CompletableFuture.completedFuture(null);
        }
        if (waitingForIdle == null) {
            waitingForIdle = new CompletableFuture<>();
        }
        return waitingForIdle;
    }

    private void turn(Executor threads, BooleanSupplier mayGoOn) {
        long end = System.nanoTime() + TURN_NANOS;
        for (int i = 0; i < TURN && mayGoOn.getAsBoolean() && System.nanoTime() < end; i++) {
            Answer answer = new Answer();
            Waiting next;
            synchronized (this) {
                next = mayRun() ? waiting.poll() : null;
                if (next == null) {
                    hadTurn = !waiting.isEmpty();
                    scheduled = false;
                    return;
                }
                waitingBytes -= next.bytes();
                backlog.remove(next.bytes());
                unanswered.add(answer);
                if (!reading && isLittle()) {
                    reading = true;
                    connection.resumeReading();
                }
            }
            if (connection.isExpelled()) {
                completed(answer, () -> {});
            } else if (next.message() == null) {
                completed(answer, next.refusal());
            } else if (backlog.isGivenUp()) {
                giveUp(next.message(), answer);
            } else if (!next.message().changesDatabase()) {
                run(next.message(), answer);
            } else if (gate.enter()) {
                runInside(next.message(), answer);
            } else {
                awaitGate(next.message(), answer, threads, mayGoOn);
                return;
            }
        }
        synchronized (this) {
            hadTurn = true;
            scheduled = false;
        }
        goOn();
    }

    /** What waits at the gate counts as waiting still, and no turn is begun meanwhile. */
    private void awaitGate(Message message, Answer answer, Executor threads, BooleanSupplier mayGoOn) {
        message.setAside();
        int bytes = message.bytes();
        backlog.add(bytes);
        gate.enterLater(() -> threads.execute(() -> {
            backlog.remove(bytes);
            letIn(message, answer, threads, mayGoOn);
        }));
    }

    /** The turn goes on with the message for which it stopped at the gate. */
    private void letIn(Message message, Answer answer, Executor threads, BooleanSupplier mayGoOn) {
        if (connection.isExpelled()) {
            gate.leave();
            completed(answer, () -> {});
        } else if (backlog.isGivenUp()) {
            gate.leave();
            giveUp(message, answer);
        } else {
            runInside(message, answer);
        }
        turn(threads, mayGoOn);
    }

    private void giveUp(Message message, Answer answer) {
        backlog.gaveUp();
        completed(answer, message.stopped());
    }

    private void runInside(Message message, Answer answer) {
        try {
            run(message, answer);
        } finally {
            gate.leave();
        }
    }

    private void run(Message message, Answer answer) {
        Answering<Runnable> answering = message.run();
        if (answering.waits()) {
            waitsForOthers(message, answer, answering);
        } else {
            answering.answer().thenAccept(sending -> completed(answer, sending));
        }
    }

    /** It gives its place back, and is answered when it is answered. */
    private void waitsForOthers(Message message, Answer answer, Answering<Runnable> answering) {
        boolean forgotten;
        synchronized (this) {
            unanswered.remove(answer);
            forgotten = left && !message.isAwaited();
            if (!forgotten) {
                late.put(answering, message);
            }
            tellWhetherIdle();
        }
        if (forgotten) {
            answering.undelivered();
        } else {
            answering.answer().thenAccept(sending -> completedLate(answering, sending));
        }
    }

    private void completedLate(Answering<Runnable> answering, Runnable sending) {
        synchronized (this) {
            if (late.remove(answering) != null) {
                send(sending);
            }
            tellWhetherIdle();
        }
    }

    /** The connection is gone: what waits for others is forgotten, unless somebody else would get the answer. */
    void left() {
        List<Answering<Runnable>> forgotten;
        synchronized (this) {
            left = true;
            forgotten = late.entrySet().stream()
                    .filter(each -> !each.getValue().isAwaited())
                    .map(Map.Entry::getKey)
                    .toList();
            forgotten.forEach(late::remove);
            tellWhetherIdle();
        }
        forgotten.forEach(Answering::undelivered);
        goOn();
    }

    private void completed(Answer answer, Runnable sending) {
        boolean wasHeld;
        synchronized (this) {
            answer.sending = sending;
            wasHeld = unanswered.size() >= MOST_UNANSWERED;
            while (!unanswered.isEmpty() && unanswered.peek().sending != null) {
                send(unanswered.remove().sending);
            }
            tellWhetherIdle();
        }
        if (wasHeld) {
            goOn();
        }
    }

    /** An answer that cannot be sent must not keep the next ones. */
    private static void send(Runnable sending) {
        try {
            sending.run();
        } catch (RuntimeException e) {
            LOG.error("An answer could not be sent", e);
        }
    }

    private void tellWhetherIdle() {
        if (waitingForIdle != null && isIdle()) {
            waitingForIdle.complete(null);
            waitingForIdle = null;
        }
    }

    private boolean isIdle() {
        return isInOrder() && late.isEmpty();
    }

    /** Whether the next answer may be sent at once. */
    private boolean isInOrder() {
        return waiting.isEmpty() && unanswered.isEmpty();
    }

    private boolean mayRun() {
        return unanswered.size() < MOST_UNANSWERED && (connection.isWritable() || !connection.isOpen());
    }

    private boolean isFull() {
        return waiting.size() >= MOST_MESSAGES || waitingBytes >= READ_UNTIL_BYTES * 2 || backlog.isFull();
    }

    private boolean isMuch() {
        return waiting.size() >= READ_UNTIL_MESSAGES || waitingBytes >= READ_UNTIL_BYTES || backlog.isMuch();
    }

    private boolean isLittle() {
        boolean little = waiting.size() <= READ_UNTIL_MESSAGES / 2 && waitingBytes <= READ_UNTIL_BYTES / 2;
        return little && (waiting.isEmpty() || !backlog.isMuch());
    }
}
